"""Cadences, reminders, favours, opportunities and searches: tables of the fifth migration."""

from __future__ import annotations

#: What upkeep needs - cadences, reminders, favours - and what I pursue: opportunities and saved searches.
UPKEEP = (
    """CREATE TABLE cadence (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  person_id INTEGER UNIQUE REFERENCES person ON DELETE CASCADE, -- with whom contact is wanted,
  tag TEXT UNIQUE, -- or with all who have this tag,
  grp_id INTEGER UNIQUE REFERENCES grp ON DELETE CASCADE, -- or with the members of this group
  every TEXT NOT NULL, -- how often: 10d, 2w, 3m, 1y; or none: never ask for contact
  at_most TEXT, -- the longest silence that is all right, in the same form
  set_on TEXT NOT NULL, -- day it was set: the clock of somebody never heard of starts here
  paused_on TEXT, -- day from which it is suspended
  paused_until TEXT, -- first day on which it counts again; null: until it is set anew
  CHECK ((person_id IS NOT NULL) + (tag IS NOT NULL) + (grp_id IS NOT NULL) = 1)
) STRICT""",
    """CREATE TABLE snooze (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  person_id INTEGER NOT NULL UNIQUE REFERENCES person ON DELETE CASCADE, -- who is not due
  until_on TEXT NOT NULL, -- first day on which he may be due again
  on_date TEXT NOT NULL -- day on which that was said
) STRICT""",
    """CREATE TABLE reminder (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- permanent number
  person_id INTEGER REFERENCES person ON DELETE CASCADE, -- about whom, if about somebody
  text TEXT NOT NULL, -- what is to be done
  on_date TEXT NOT NULL, -- day on which it is due next
  first_on TEXT NOT NULL, -- day on which it was due first: repetitions are counted from here
  every TEXT, -- how often it comes again: 10d, 2w, 3m, 1y; null: once
  promise TEXT CHECK (promise IN ('mine', 'theirs')), -- whose promise it is, if it is one
  done_on TEXT -- day on which it was done; null: open
) STRICT""",
    "CREATE INDEX reminder_person ON reminder (person_id)",
    "CREATE INDEX reminder_on ON reminder (on_date) WHERE done_on IS NULL",
    """CREATE TABLE exchange (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- permanent number
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- with whom
  direction TEXT NOT NULL CHECK (direction IN ('given', 'received')), -- as the owner sees it
  kind TEXT NOT NULL, -- what: help, advice, referral, or any word
  text TEXT, -- in words
  on_date TEXT NOT NULL -- partial date
) STRICT""",
    "CREATE INDEX exchange_person ON exchange (person_id)",
    """CREATE TABLE opportunity (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- permanent number
  title TEXT NOT NULL, -- what it is
  kind TEXT NOT NULL CHECK (kind IN ('job', 'client', 'partner', 'candidate', 'other')), -- what I look for
  org_id INTEGER REFERENCES org ON DELETE SET NULL, -- where
  place TEXT, -- city or region
  url TEXT, -- page that describes it
  text TEXT, -- what it says, to publish
  note TEXT, -- my words
  stage TEXT NOT NULL CHECK (stage IN ('lead', 'contacted', 'applied', 'talking', 'offer', 'won', 'lost', 'dropped')), -- how far it is
  next_step TEXT, -- what is to be done next
  next_on TEXT, -- by which day
  source_id INTEGER REFERENCES source ON DELETE SET NULL, -- the import it came with
  key TEXT UNIQUE -- what that source knows it by
) STRICT""",
    "CREATE INDEX opportunity_org ON opportunity (org_id)",
    "CREATE INDEX opportunity_source ON opportunity (source_id)",
    """CREATE TABLE opportunity_stage (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- order of entry
  opportunity_id INTEGER NOT NULL REFERENCES opportunity ON DELETE CASCADE, -- of which opportunity
  stage TEXT NOT NULL, -- what it reached
  on_date TEXT NOT NULL, -- partial date
  note TEXT -- my words
) STRICT""",
    "CREATE INDEX opportunity_stage_opportunity ON opportunity_stage (opportunity_id)",
    """CREATE TABLE opportunity_person (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  opportunity_id INTEGER NOT NULL REFERENCES opportunity ON DELETE CASCADE, -- in which opportunity
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who
  role TEXT NOT NULL, -- as what: recruiter, decides, or any words
  UNIQUE (opportunity_id, person_id, role)
) STRICT""",
    "CREATE INDEX opportunity_person_person ON opportunity_person (person_id)",
    """CREATE TABLE opportunity_skill (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- order in which they are told
  opportunity_id INTEGER NOT NULL REFERENCES opportunity ON DELETE CASCADE, -- which opportunity
  name TEXT NOT NULL, -- what it asks for
  key TEXT NOT NULL, -- the name as skills are compared
  UNIQUE (opportunity_id, key)
) STRICT""",
    "ALTER TABLE introduction ADD COLUMN opportunity_id INTEGER REFERENCES opportunity ON DELETE SET NULL"
    " /* what it is for */",
    "CREATE INDEX introduction_opportunity ON introduction (opportunity_id)",
    "ALTER TABLE org ADD COLUMN interest_on TEXT /* day since when I want to know people there */",
    """CREATE TABLE search (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  name TEXT NOT NULL, -- what I call it
  key TEXT NOT NULL UNIQUE, -- the name as it is typed: words joined by dashes
  query TEXT NOT NULL, -- the words it looks for, as list takes them
  is_wide INTEGER NOT NULL DEFAULT 0 CHECK (is_wide IN (0, 1)), -- 1 if it looks at people known only through others too
  run_on TEXT NOT NULL -- day on which its people were noted last
) STRICT""",
    """CREATE TABLE search_member (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  search_id INTEGER NOT NULL REFERENCES search ON DELETE CASCADE, -- which search
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- whom it found when it was run last
  since_on TEXT NOT NULL, -- day of the run that found him first
  UNIQUE (search_id, person_id)
) STRICT""",
    "CREATE INDEX search_member_person ON search_member (person_id)",
    "DROP VIEW v_last_contact",  # it could not be asked: a column of it might have been one of two
    """CREATE VIEW v_last_contact AS SELECT person.id, person.handle, person.name, max(contact.on_date) AS last_on FROM (
    SELECT theirs.person_id, interaction.on_date FROM person AS me JOIN participant AS mine ON mine.person_id = me.id
    JOIN interaction ON interaction.id = mine.interaction_id
    JOIN participant AS theirs ON theirs.interaction_id = interaction.id WHERE me.is_me
    UNION ALL SELECT from_id + to_id - me.id, contact_day.on_date FROM person AS me
    JOIN contact_day ON me.id IN (from_id, to_id) WHERE me.is_me AND channel NOT IN ('together', 'comail')
  ) AS contact JOIN person ON person.id = contact.person_id
  WHERE person.removed_on IS NULL AND NOT person.is_me GROUP BY person.id""",
    """CREATE TABLE heap (
  id INTEGER PRIMARY KEY, -- people by the 256, in order of number; all here is derived (derived.py), never journaled
  text TEXT NOT NULL -- a line a person: number, tab, and what a search looks in
) STRICT""",
    "ALTER TABLE listed ADD COLUMN level_on TEXT /* partial date on which that was stated */",
    "CREATE INDEX listed_level ON listed (level, is_mine, level_on) WHERE level > 0",
    "CREATE INDEX person_inactive ON person (id) WHERE status <> 'active'",
    "CREATE INDEX position_start ON position (substr(start_on, 6)) WHERE is_current AND kind = 'work'",
    "CREATE INDEX person_birthday ON person (substr(birthday, -5)) WHERE birthday IS NOT NULL",
    """CREATE TABLE kept_out (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, -- the source that told what I deleted: it does not bring it back
  author_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who vouches in it
  subject_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- for whom
  skill TEXT, -- key of the skill that was endorsed; null for a recommendation
  text TEXT -- the words of the recommendation
) STRICT""",
    "CREATE INDEX kept_out_source ON kept_out (source_id)",
    "CREATE INDEX kept_out_author ON kept_out (author_id)",
    "CREATE INDEX kept_out_subject ON kept_out (subject_id)",
    """CREATE TABLE no_introduction (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  requester_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who seemed to be introduced
  introducer_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- by whom: I said that it was none
  target_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- to whom
  on_date TEXT NOT NULL -- day on which I said so
) STRICT""",
    "CREATE INDEX no_introduction_requester ON no_introduction (requester_id)",
    "CREATE INDEX no_introduction_introducer ON no_introduction (introducer_id)",
    "CREATE INDEX no_introduction_target ON no_introduction (target_id)",
    """CREATE TABLE message_seen (
  digest INTEGER NOT NULL, -- of the Message-ID of a mail, or of its date, sender and recipients; nothing can be read from it
  import_id INTEGER NOT NULL, -- the reading that counted it; one that was undone is none, so the digest no longer counts
  left_out BLOB, -- digests of the addresses in it that were not on file then, 8 bytes each
  PRIMARY KEY (digest, import_id)
) STRICT, WITHOUT ROWID""",
    "ALTER TABLE interaction ADD COLUMN size INTEGER /* how many were there in all, as a calendar tells; null: those named */",
    """CREATE TABLE occurrence (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  event INTEGER NOT NULL, -- digest of the UID by which calendars know an event; nothing can be read from it
  on_date TEXT NOT NULL, -- a day on which it took place
  source_id INTEGER REFERENCES source ON DELETE SET NULL, -- the calendar that told it first
  told INTEGER NOT NULL, -- digest of what it told last: who was there; 0 of what was logged by hand as well
  interaction_id INTEGER REFERENCES interaction ON DELETE SET NULL, -- what became of it; null if that was taken out by hand
  counted TEXT, -- JSON: of a large one, that is but counted, the numbers of those it was counted with
  UNIQUE (event, on_date)
) STRICT""",
    "CREATE INDEX occurrence_source ON occurrence (source_id)",
    "CREATE INDEX occurrence_interaction ON occurrence (interaction_id)",
)
