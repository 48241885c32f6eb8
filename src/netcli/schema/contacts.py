"""Contacts, introductions, and what reading sources again needs: tables of the third and fourth migration."""

from __future__ import annotations

#: What ties are learned from beside statements and books: photos, groups, contacts on dates, introductions; and what
#: lists show and whom somebody is tied to, derived.
CONTACTS = (
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
SOURCES = (
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
