"""People, organisations, ties, and what was done: the tables of the first migrations."""

from __future__ import annotations

FOUNDATION = (
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
  source_id INTEGER REFERENCES source ON DELETE SET NULL, -- what was read; null once that source was removed
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
CAREERS = (
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
