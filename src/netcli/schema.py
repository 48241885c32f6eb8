"""The tables and their history: what a netcli file holds, every column commented.

A migration that has been released is never edited; a change is a new one at the end of MIGRATIONS.
Tables are STRICT (SQLite 3.37, https://sqlite.org/stricttables.html, 2021-11-27). Ids come from
AUTOINCREMENT, so that they are never used twice. Text is NFC; dates are partial ISO dates; instants
are UTC. Every table that is not derived has an integer primary key called `id`: the journal finds rows by it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from netcli import APPLICATION_ID

if TYPE_CHECKING:
    import sqlite3

#: Tables that the journal does not follow: itself, what is derived from the rest, and bytes that are only ever added.
NOT_JOURNALED = frozenset({"operation", "journal", "search_key", "listed", "arc", "attachment", "_sqlite_migrations"})

_FOUNDATION = (
    """CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- permanent number
  handle TEXT NOT NULL UNIQUE CHECK (handle GLOB '[a-z0-9]*' AND handle GLOB '*[a-z]*' AND handle <> 'me'), -- short permanent name to type
  uid TEXT NOT NULL UNIQUE, -- identity across files: the UID of the card he came with, else a UUID
  name TEXT NOT NULL CHECK (name <> ''), -- display name, as given
  given TEXT, -- given name
  family TEXT, -- family name
  additional TEXT, -- middle names
  prefix TEXT, -- title before the name
  suffix TEXT, -- what follows the name
  headline TEXT, -- one line on who this is
  summary TEXT, -- a paragraph on who this is
  birthday TEXT, -- partial date, or --MM-DD without a year
  lang TEXT, -- language to write in, as BCP 47
  note TEXT, -- the note of his card; my own words are remarks
  met_on TEXT, -- when we met, partial date
  met_via TEXT, -- where or through what we met
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived', 'deceased')), -- what has become of him
  is_me INTEGER NOT NULL DEFAULT 0 CHECK (is_me IN (0, 1)), -- 1 for the owner of the file
  to_meet INTEGER NOT NULL DEFAULT 0 CHECK (to_meet IN (0, 1)), -- 1 for somebody I want to meet
  do_not_ask INTEGER NOT NULL DEFAULT 0 CHECK (do_not_ask IN (0, 1)), -- 1 for somebody who shall introduce nobody
  confirmed_on TEXT, -- day his facts were last looked at
  removed_on TEXT -- day he was removed: hidden, still matched by imports
) STRICT""",
    "CREATE UNIQUE INDEX person_me ON person (is_me) WHERE is_me",
    """CREATE TABLE other_name (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- whose name
  kind TEXT NOT NULL CHECK (kind IN ('nickname', 'maiden', 'other')), -- what sort of name
  name TEXT NOT NULL -- the name
) STRICT""",
    "CREATE INDEX other_name_person ON other_name (person_id)",
    """CREATE TABLE contact_point (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- whose
  kind TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'url', 'address', 'im')), -- what sort
  value TEXT NOT NULL, -- as given; an address on one line
  key TEXT NOT NULL, -- as compared: folded address, digits of a number, bare URL
  label TEXT, -- home, work, cell, or any words
  is_preferred INTEGER NOT NULL DEFAULT 0 CHECK (is_preferred IN (0, 1)), -- 1 for the one to use
  parts TEXT, -- JSON: the named parts of a postal address
  seen_on TEXT -- day it was recorded
) STRICT""",
    "CREATE INDEX contact_point_person ON contact_point (person_id)",
    "CREATE INDEX contact_point_key ON contact_point (key)",
    """CREATE TABLE search_key (
  id INTEGER PRIMARY KEY, -- row number
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- whose
  key TEXT NOT NULL -- a name, folded; derived from person and other_name, never journaled
) STRICT""",
    "CREATE INDEX search_key_key ON search_key (key)",
    "CREATE INDEX search_key_person ON search_key (person_id)",
    """CREATE TABLE org (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- permanent number
  name TEXT NOT NULL, -- as first given
  key TEXT NOT NULL UNIQUE, -- folded name
  domain TEXT, -- its Internet domain
  headcount INTEGER -- how many people work there
) STRICT""",
    """CREATE TABLE position (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who
  org_id INTEGER REFERENCES org, -- where; null when only a title is known
  title TEXT, -- as what
  kind TEXT NOT NULL DEFAULT 'work' CHECK (kind IN ('work', 'study', 'volunteer', 'board')), -- why
  team TEXT, -- department or team
  site TEXT, -- place
  start_on TEXT, -- partial date
  end_on TEXT, -- partial date
  is_current INTEGER NOT NULL DEFAULT 0 CHECK (is_current IN (0, 1)), -- 1 while he is there
  seen_on TEXT -- day it was recorded: an undated fact is known from then on
) STRICT""",
    "CREATE INDEX position_person ON position (person_id)",
    "CREATE INDEX position_org ON position (org_id)",
    """CREATE TABLE remark (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- on whom
  on_date TEXT NOT NULL, -- partial date
  text TEXT NOT NULL -- my words; they never leave in a vCard or CSV
) STRICT""",
    "CREATE INDEX remark_person ON remark (person_id)",
    """CREATE TABLE tag (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who carries it
  word TEXT NOT NULL, -- the tag
  UNIQUE (person_id, word)
) STRICT""",
    "CREATE INDEX tag_word ON tag (word)",
    """CREATE TABLE source (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  name TEXT NOT NULL UNIQUE, -- what the user calls it
  format TEXT NOT NULL -- which importer reads it
) STRICT""",
    """CREATE TABLE import_run (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- the number an import is known by
  source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, -- what was read
  at TEXT NOT NULL, -- instant, UTC
  files TEXT NOT NULL, -- JSON: names, sizes and hashes of the files
  counts TEXT NOT NULL -- JSON: read, created, updated, unchanged
) STRICT""",
    "CREATE INDEX import_run_source ON import_run (source_id)",
    """CREATE TABLE source_record (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, -- who says it
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- about whom
  key TEXT NOT NULL, -- what the source calls this person: a UID, or a digest of the first record
  facts TEXT NOT NULL, -- JSON: the last thing the source said, normalised
  raw TEXT NOT NULL DEFAULT '', -- lines netcli has no place for, as they came
  import_id INTEGER NOT NULL REFERENCES import_run ON DELETE CASCADE, -- the reading that said it last
  UNIQUE (source_id, key)
) STRICT""",
    "CREATE INDEX source_record_person ON source_record (person_id)",
    "CREATE INDEX source_record_import ON source_record (import_id)",
    """CREATE TABLE tie (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  a INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- the person with the smaller id
  b INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- the other
  UNIQUE (a, b),
  CHECK (a < b)
) STRICT""",
    "CREATE INDEX tie_b ON tie (b, a)",
    """CREATE TABLE tie_statement (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- order of entry: decides between two of one day
  tie_id INTEGER NOT NULL REFERENCES tie ON DELETE CASCADE, -- which pair
  from_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who knows the other
  both_ways INTEGER NOT NULL DEFAULT 1 CHECK (both_ways IN (0, 1)), -- 0 if it holds from from_id only
  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 5), -- 1 met to 5 close; 0: they do not know each other
  is_family INTEGER NOT NULL DEFAULT 0 CHECK (is_family IN (0, 1)), -- 1 for kin: does not fade
  heard_from_id INTEGER REFERENCES person ON DELETE SET NULL, -- who told me, if I do not know it myself
  on_date TEXT NOT NULL, -- partial date of the statement
  source_id INTEGER REFERENCES source ON DELETE SET NULL -- the import it came with
) STRICT""",
    "CREATE INDEX tie_statement_tie ON tie_statement (tie_id)",
    "CREATE INDEX tie_statement_from ON tie_statement (from_id)",
    "CREATE INDEX tie_statement_heard ON tie_statement (heard_from_id)",
    """CREATE TABLE tie_evidence (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  tie_id INTEGER NOT NULL REFERENCES tie ON DELETE CASCADE, -- which pair
  kind TEXT NOT NULL CHECK (kind IN ('book', 'linkedin', 'known-by', 'related', 'met')), -- what implies it
  by_id INTEGER REFERENCES person ON DELETE CASCADE, -- whose book, for known-by
  level INTEGER CHECK (level BETWEEN 1 AND 5), -- the level it implies, where the kind alone does not say
  is_family INTEGER NOT NULL DEFAULT 0 CHECK (is_family IN (0, 1)), -- 1 for kin
  on_date TEXT NOT NULL, -- partial date
  source_id INTEGER REFERENCES source ON DELETE SET NULL -- the import it came with
) STRICT""",
    "CREATE INDEX tie_evidence_tie ON tie_evidence (tie_id)",
    "CREATE INDEX tie_evidence_by ON tie_evidence (by_id)",
    """CREATE TABLE operation (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- the number undo takes
  at TEXT NOT NULL, -- instant, UTC
  command TEXT NOT NULL, -- the command line, without secrets
  did TEXT NOT NULL DEFAULT '', -- what it did, in words
  kind TEXT NOT NULL DEFAULT 'do' CHECK (kind IN ('do', 'undo', 'redo')), -- new work, or one taken or brought back
  reverses INTEGER REFERENCES operation, -- the operation that an undo or redo takes back
  schema_version INTEGER NOT NULL, -- the tables it wrote to; older ones cannot be undone
  is_purged INTEGER NOT NULL DEFAULT 0 CHECK (is_purged IN (0, 1)) -- 1 when what it wrote has been forgotten
) STRICT""",
    "CREATE INDEX operation_reverses ON operation (reverses)",
    """CREATE TABLE journal (
  id INTEGER PRIMARY KEY, -- order of the writes
  operation_id INTEGER NOT NULL REFERENCES operation, -- which command wrote
  table_name TEXT NOT NULL, -- where
  row_id INTEGER NOT NULL, -- which row
  action TEXT NOT NULL CHECK (action IN ('insert', 'update', 'delete')), -- what
  before TEXT -- JSON: the row before; null for an insert
) STRICT""",
    "CREATE INDEX journal_row ON journal (table_name, row_id)",
    "CREATE INDEX journal_operation ON journal (operation_id)",
    """CREATE VIEW v_positions AS SELECT person.handle, person.name, org.name AS org, position.title, position.kind,
  position.start_on, position.end_on, position.is_current FROM position JOIN person ON person.id = position.person_id
  LEFT JOIN org ON org.id = position.org_id WHERE person.removed_on IS NULL""",
    """CREATE VIEW v_people AS SELECT person.id, person.handle, person.name,
  (SELECT value FROM contact_point WHERE person_id = person.id AND kind = 'email' ORDER BY is_preferred DESC, id LIMIT 1) AS email,
  (SELECT value FROM contact_point WHERE person_id = person.id AND kind = 'phone' ORDER BY is_preferred DESC, id LIMIT 1) AS phone,
  (SELECT group_concat(word, ', ') FROM tag WHERE person_id = person.id) AS tags
  FROM person WHERE person.removed_on IS NULL""",
    """CREATE VIEW v_ties AS SELECT a.handle AS a, b.handle AS b,
  (SELECT level FROM tie_statement WHERE tie_id = tie.id ORDER BY on_date DESC, id DESC LIMIT 1) AS level,
  (SELECT group_concat(DISTINCT kind) FROM tie_evidence WHERE tie_id = tie.id) AS evidence
  FROM tie JOIN person AS a ON a.id = tie.a JOIN person AS b ON b.id = tie.b
  WHERE a.removed_on IS NULL AND b.removed_on IS NULL""",
)

#: What careers need, what survives a merge, and dated events.
_CAREERS = (
    """CREATE TABLE person_alias (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- the survivor
  kind TEXT NOT NULL CHECK (kind IN ('id', 'handle', 'uid')), -- what led to the merged person
  value TEXT NOT NULL, -- the old number, handle or uid
  UNIQUE (kind, value)
) STRICT""",
    "CREATE INDEX person_alias_person ON person_alias (person_id)",
    """CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- whose
  label TEXT NOT NULL, -- wedding, work anniversary, or any words
  on_date TEXT NOT NULL -- partial date, or --MM-DD without a year
) STRICT""",
    "CREATE INDEX event_person ON event (person_id)",
    """CREATE TABLE org_alias (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  org_id INTEGER NOT NULL REFERENCES org ON DELETE CASCADE, -- which organisation
  name TEXT NOT NULL, -- another name of it, as given
  key TEXT NOT NULL UNIQUE -- folded name
) STRICT""",
    "CREATE INDEX org_alias_org ON org_alias (org_id)",
    """CREATE TABLE skill (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who has it
  kind TEXT NOT NULL DEFAULT 'skill' CHECK (kind IN ('skill', 'language')), -- a skill, or a language spoken
  name TEXT NOT NULL, -- as given
  key TEXT NOT NULL, -- folded name
  level TEXT, -- how well, in words: native, B2, expert
  UNIQUE (person_id, kind, key)
) STRICT""",
    "CREATE INDEX skill_key ON skill (key)",
)

#: What ties are learned from beside statements and books: photos, groups, contacts on dates, introductions; and what
#: lists show and whom somebody is tied to, derived.
_CONTACTS = (
    """CREATE TABLE attachment (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  digest TEXT NOT NULL UNIQUE, -- SHA-256 of the data: the same picture is kept once
  media_type TEXT NOT NULL, -- image/jpeg and the like
  data BLOB NOT NULL -- the bytes; only ever inserted, never journaled
) STRICT""",
    "ALTER TABLE person ADD COLUMN photo TEXT REFERENCES attachment (digest) /* digest of his photo */",
    "ALTER TABLE tie_statement ADD COLUMN note TEXT /* how they know each other, in my words */",
    "CREATE INDEX person_photo ON person (photo) WHERE photo IS NOT NULL",
    """CREATE TABLE grp (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  name TEXT NOT NULL, -- as given
  key TEXT NOT NULL UNIQUE, -- one word to type: lower case, hyphens
  kind TEXT, -- association, board, team, or any word
  url TEXT, -- its page
  note TEXT -- what it is for
) STRICT""",
    """CREATE TABLE membership (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  grp_id INTEGER NOT NULL REFERENCES grp ON DELETE CASCADE, -- in which group
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who
  role TEXT, -- treasurer, or any words
  since_on TEXT, -- partial date
  UNIQUE (grp_id, person_id)
) STRICT""",
    "CREATE INDEX membership_person ON membership (person_id)",
    """CREATE TABLE interaction (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- the number that history shows
  on_date TEXT NOT NULL, -- partial date
  channel TEXT NOT NULL CHECK (channel IN ('meeting', 'call', 'video', 'mail', 'message', 'event')), -- through what
  text TEXT, -- my words; they never leave in a vCard or CSV
  source_id INTEGER REFERENCES source ON DELETE SET NULL -- the import it came with; null for one I logged
) STRICT""",
    "CREATE INDEX interaction_on ON interaction (on_date)",
    """CREATE TABLE participant (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  interaction_id INTEGER NOT NULL REFERENCES interaction ON DELETE CASCADE, -- in what
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who; the owner too, if he was there
  UNIQUE (interaction_id, person_id)
) STRICT""",
    "CREATE INDEX participant_person ON participant (person_id, interaction_id)",
    """CREATE TABLE contact_day (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  from_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who wrote or called; the smaller id where there is no direction
  to_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- to whom
  on_date TEXT NOT NULL, -- the day, UTC
  channel TEXT NOT NULL CHECK (channel IN ('meeting', 'call', 'video', 'mail', 'message', 'event', 'together', 'comail')), -- through what
  count INTEGER NOT NULL CHECK (count > 0), -- how often that day; never the text
  source_id INTEGER REFERENCES source ON DELETE CASCADE, -- the import it came with
  UNIQUE (from_id, to_id, on_date, channel, source_id)
) STRICT""",
    "CREATE INDEX contact_day_to ON contact_day (to_id, from_id)",
    """CREATE TABLE introduction (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- the number that intro list shows
  requester_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who wants to be introduced
  introducer_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who brings them together
  target_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- to whom
  note TEXT, -- my words
  CHECK (requester_id <> introducer_id AND introducer_id <> target_id AND requester_id <> target_id)
) STRICT""",
    "CREATE INDEX introduction_requester ON introduction (requester_id)",
    "CREATE INDEX introduction_introducer ON introduction (introducer_id)",
    "CREATE INDEX introduction_target ON introduction (target_id)",
    """CREATE TABLE introduction_step (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- order of entry: decides between two of one day
  introduction_id INTEGER NOT NULL REFERENCES introduction ON DELETE CASCADE, -- of which introduction
  step TEXT NOT NULL CHECK (step IN ('asked', 'agreed', 'opted-in', 'made', 'met', 'declined', 'withdrawn')), -- what happened
  by TEXT NOT NULL CHECK (by IN ('requester', 'introducer', 'target')), -- who did it
  on_date TEXT NOT NULL -- partial date
) STRICT""",
    "CREATE INDEX introduction_step_introduction ON introduction_step (introduction_id)",
    """CREATE VIEW v_last_contact AS SELECT person.id, person.handle, person.name, max(interaction.on_date) AS last_on
  FROM person JOIN participant ON participant.person_id = person.id JOIN interaction ON interaction.id = interaction_id
  JOIN participant AS mine ON mine.interaction_id = interaction.id JOIN person AS me ON me.id = mine.person_id AND me.is_me
  WHERE person.removed_on IS NULL AND NOT person.is_me GROUP BY person.id""",
    """CREATE TABLE listed (
  id INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE, -- who; all here is derived (derived.py), never journaled
  org TEXT, -- where, in the position that counts: a current one, else the newest
  title TEXT, -- as what
  email TEXT, -- the address to use
  phone TEXT, -- the number to use
  city TEXT, -- of the postal address to use
  tags TEXT, -- one a line, by name
  level INTEGER, -- how well the owner knows him, as stated last
  name_key TEXT NOT NULL, -- display name, folded: the order of lists
  is_mine INTEGER NOT NULL, -- 1 for a contact of the owner, 0 for somebody known through others
  text TEXT NOT NULL -- what a search looks in, one a line: names, titles, addresses as compared, tags
) STRICT""",
    """CREATE TABLE arc (
  from_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- one of a tied pair; all here is derived (derived.py)
  to_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- the other
  sure_on TEXT, -- partial date from which the tie counts both ways for sure; null: what is stored has to be looked at
  PRIMARY KEY (from_id, to_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX person_barred ON person (id) WHERE do_not_ask OR status = 'deceased'",
    "CREATE INDEX person_to_meet ON person (id) WHERE to_meet",
    "CREATE INDEX person_removed ON person (id) WHERE removed_on IS NOT NULL",
    "CREATE INDEX listed_mine ON listed (id) WHERE is_mine",
    "CREATE INDEX listed_others ON listed (id) WHERE NOT is_mine",
)

#: What reading sources again needs: where newer files are found, what they changed, and who is not somebody else.
_SOURCES = (
    "ALTER TABLE source ADD COLUMN pattern TEXT /* where newer files of it are found: a path, * for any letters */",
    "ALTER TABLE source ADD COLUMN is_whole INTEGER NOT NULL DEFAULT 0 CHECK (is_whole IN (0, 1))"
    " /* 1 if each file holds everybody, so that somebody missing is gone */",
    "ALTER TABLE source ADD COLUMN max_age_days INTEGER CHECK (max_age_days > 0) /* a reading older than this is past its age */",
    "ALTER TABLE source ADD COLUMN mapping TEXT /* JSON: what the columns of its table are for, as --map said */",
    "ALTER TABLE source ADD COLUMN known_by_id INTEGER REFERENCES person ON DELETE SET NULL /* whose book it is, if not mine */",
    "CREATE INDEX source_known_by ON source (known_by_id)",
    "ALTER TABLE tie_evidence ADD COLUMN relation TEXT /* as what a card of by_id names the other: spouse, manager */",
    "UPDATE source SET is_whole = 1 WHERE format = 'linkedin'",  # LinkedIn writes the whole list of connections
    "ALTER TABLE source_record ADD COLUMN gone_on TEXT /* day on which a whole source had him no more */",
    "ALTER TABLE grp ADD COLUMN uid TEXT /* what address books call it: the UID of its card */",
    "CREATE UNIQUE INDEX grp_uid ON grp (uid) WHERE uid IS NOT NULL",
    """CREATE TABLE change (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  import_id INTEGER NOT NULL REFERENCES import_run ON DELETE CASCADE, -- the reading that told it
  person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- about whom
  field TEXT NOT NULL, -- what became different: position, name, email, ...; or new, gone, back
  before TEXT, -- as the source told it before; null for something new
  after TEXT, -- as it tells it now; null for something gone
  on_date TEXT NOT NULL -- day of the reading
) STRICT""",
    "CREATE INDEX change_person ON change (person_id)",
    "CREATE INDEX change_import ON change (import_id)",
    "CREATE INDEX change_on ON change (on_date)",
    """CREATE TABLE match_decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  a INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- the person with the smaller id
  b INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- the other
  decision TEXT NOT NULL CHECK (decision IN ('different', 'later')), -- two people; or ask again another time
  on_date TEXT NOT NULL, -- day of the answer
  UNIQUE (a, b),
  CHECK (a < b)
) STRICT""",
    "CREATE INDEX match_decision_b ON match_decision (b)",
    # Without a key on `to_id`, whose every check would read all arcs: undo of a large import took minutes for it.
    "DROP TABLE arc",
    """CREATE TABLE arc (
  from_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- one of a tied pair; all here is derived (derived.py)
  to_id INTEGER NOT NULL, -- the other
  sure_on TEXT, -- partial date from which the tie counts both ways for sure; null: what is stored has to be looked at
  PRIMARY KEY (from_id, to_id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE endorsement (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- row number
  skill_id INTEGER NOT NULL REFERENCES skill ON DELETE CASCADE, -- whose skill, and which
  by_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who says so
  on_date TEXT, -- partial date
  source_id INTEGER REFERENCES source ON DELETE SET NULL, -- the import it came with
  UNIQUE (skill_id, by_id)
) STRICT""",
    "CREATE INDEX endorsement_by ON endorsement (by_id)",
    "CREATE INDEX endorsement_source ON endorsement (source_id)",
    """CREATE TABLE recommendation (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- permanent number
  author_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- who vouches
  subject_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, -- for whom
  for_what TEXT, -- as what or for what he is recommended
  role TEXT, -- what the other of the two was then: title and organisation
  text TEXT, -- the words
  state TEXT NOT NULL DEFAULT 'given' CHECK (state IN ('asked', 'given', 'hidden', 'declined')), -- hidden: given, but not shown
  on_date TEXT, -- partial date
  source_id INTEGER REFERENCES source ON DELETE SET NULL, -- the import it came with
  CHECK (author_id <> subject_id)
) STRICT""",
    "CREATE INDEX recommendation_author ON recommendation (author_id)",
    "CREATE INDEX recommendation_subject ON recommendation (subject_id)",
    "CREATE INDEX recommendation_source ON recommendation (source_id)",
)

#: What upkeep needs - cadences, reminders, favours - and what I pursue: opportunities and saved searches.
_UPKEEP = (
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
)

#: Name and statements of every migration, oldest first; `PRAGMA user_version` counts those applied.
MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("0001_foundation", _FOUNDATION),
    ("0002_careers", _CAREERS),
    ("0003_contacts", _CONTACTS),
    ("0004_sources", _SOURCES),
    ("0005_upkeep", _UPKEEP),
)


def migrate(
    connection: sqlite3.Connection,
    migrations: tuple[tuple[str, tuple[str, ...]], ...] = MIGRATIONS,
) -> None:
    """Bring the tables up to date, inside the transaction the caller has begun with foreign keys off.

    The statements are run by sqlite-utils' Migrations, one savepoint each. Application id and user version
    are set in the same transaction.
    """
    from sqlite_utils import Database, Migrations

    steps = Migrations("netcli")
    for name, statements in migrations:
        steps(name=name)(_running(statements))
    steps.apply(Database(connection, recursive_triggers=False))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(migrations)}")


def _running(statements: tuple[str, ...]) -> Callable[[object], None]:
    def run(db: object) -> None:
        for statement in statements:
            db.execute(statement)  # type: ignore[attr-defined]  # sqlite_utils.Database has no stubs

    return run
