"""Jobs that files tell I have saved or applied for: opportunities, if the user asks for them."""

from __future__ import annotations

from collections import Counter

from netcli.domain.opportunity import add_opportunity, move_opportunity
from netcli.importing.draft import Beside, JobDraft
from netcli.model_favour import OpportunityFact, Stage
from netcli.storage import Store

#: Stages that an application moves on from.
_BEFORE_APPLYING = (Stage.LEAD, Stage.CONTACTED)


class Jobs:
    """Writes jobs that are not on file, and what has become of those that are; without a day it only counts."""

    def __init__(self, store: Store, source: int | None, on: str | None) -> None:
        self._store, self._source, self._on = store, source, on
        self.open: Counter[str] = Counter()
        self._held: dict[str, tuple[int, str]] = {}

    def write(self, beside: Beside, *, is_mine: bool) -> int:
        """Write the jobs and return how many were added or moved on; none unless they are asked for, now or before."""
        known = self._store.value("SELECT 1 FROM opportunity WHERE source_id = ?", (self._source,))
        if not is_mine:
            self.open["saved jobs and applications of somebody else"] = len(beside.jobs)
        elif not (beside.takes_jobs or known):
            self.open["saved jobs and applications: --with-jobs takes them"] = len(beside.jobs)
        else:
            saved_first = sorted(beside.jobs, key=lambda job: (job.is_application, job.on or ""))
            rows = self._store.rows_of(_HELD, {job.key for job in saved_first})
            self._held = {row["key"]: (row["id"], row["stage"]) for row in rows}
            return len({job.key for job in saved_first if self._is_news(job)})
        return 0

    def _is_news(self, job: JobDraft) -> bool:
        stage = Stage.APPLIED if job.is_application else Stage.LEAD
        number, before = self._held.get(job.key, (0, None))
        if before is not None and (stage is Stage.LEAD or before not in _BEFORE_APPLYING):
            return False
        if self._on is not None and before is not None:
            move_opportunity(self._store, number, stage, on=job.on or self._on, note=job.note)
        elif self._on is not None:
            fact = OpportunityFact(job.title, job.on or self._on, stage=stage, org=job.org, url=job.url, note=job.note)
            number = add_opportunity(self._store, fact, source=self._source, key=job.key)
        self._held[job.key] = (number, stage)
        return True


_HELD = "SELECT opportunity.id, opportunity.key, stage FROM wanted CROSS JOIN opportunity ON opportunity.key = value"
