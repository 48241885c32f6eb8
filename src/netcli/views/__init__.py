"""Results as pages for people, loaded only when somebody is looking. Every text is made safe on its way in."""

from __future__ import annotations

import io
from importlib import import_module

from rich.console import Console, RenderableType

#: Which module draws which result; each has a function `draw(result, width)`.
_DRAWN_BY = {
    "PersonShown": "person",
    "PersonList": "people",
    "Picked": "people",
    "AddressList": "people",
    "PathAnswer": "path",
    "MutualAnswer": "path",
    "NetworkAnswer": "network",
    "SuggestionList": "suggest",
    "DormantList": "suggest",
    "Introduction": "introduction",
    "IntroductionList": "introduction",
    "FoundIntroductionList": "introduction_found",
    "OperationList": "operations",
    "History": "operations",
    "ImportReport": "report",
    "Added": "written",
    "Written": "written",
    "TagList": "written",
    "PositionList": "career",
    "SkillList": "career",
    "OrgList": "career",
    "OrgShown": "career",
    "WhoAt": "career",
    "GroupList": "order",
    "GroupShown": "order",
    "MemberList": "order",
    "Picture": "order",
    "InteractionList": "tie",
    "TieList": "tie",
    "ExchangeList": "favour",
    "BalanceList": "favour",
    "RecommendationList": "favour",
    "Recommendation": "favour",
    "SearchList": "search",
    "SearchRunList": "search",
    "ConfigList": "config",
    "ConfigValue": "config",
    "ConfigPath": "config",
    "QuestionList": "review",
    "ChangeList": "source",
    "SourceList": "source",
    "Refreshed": "report",
    **dict.fromkeys(("Opportunity", "OpportunityList", "OpportunityMatchList"), "opportunity"),
    "Stats": "stats",
    **dict.fromkeys(("Backup", "BackupList", "PutBack", "Health", "Purged"), "file"),
    **dict.fromkeys(("CadenceList", "DueList", "ReminderList", "OccasionList", "Today", "Brief", "Opened"), "upkeep"),
}


def as_text(result: object, *, width: int, colour: bool) -> str:
    """Return the page for a result as text of that width, with escape codes only if `colour`."""
    drawer = import_module(f"netcli.views.{_DRAWN_BY[type(result).__name__]}")
    parts: list[RenderableType] = drawer.draw(result, width)
    sheet = io.StringIO()
    console = Console(
        file=sheet, width=width, force_terminal=colour, no_color=not colour,
        color_system="standard" if colour else None,
        markup=False, emoji=False, highlight=False, legacy_windows=False,
    )  # fmt: skip
    for part in parts:
        console.print(part)
    return "".join(line.rstrip() + "\n" for line in sheet.getvalue().splitlines())
