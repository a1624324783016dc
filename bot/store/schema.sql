-- The first schema: everything that cannot be added later without loss.
--
-- Read by SQLite today and written so that PostgreSQL can join: moments are ISO 8601 text in UTC, days are
-- partial ISO dates, truth is 0 or 1, JSON is text. KEY stands for a number that the database gives out.
-- Whatever belongs to a bot account carries bot_id in its key: 0 is the sandbox, and nothing crosses it.

-- What is known -------------------------------------------------------------------------------------------

CREATE TABLE stories (
  id KEY,
  slug TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  headline TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
);

CREATE TABLE remarks (
  story_id BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('lead', 'unknown')),
  scope TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (story_id, kind, scope)
);

CREATE TABLE topics (
  id KEY,
  slug TEXT NOT NULL UNIQUE,
  parent TEXT REFERENCES topics (slug),
  title TEXT NOT NULL,
  ordinal INTEGER NOT NULL
);

CREATE TABLE topic_words (
  topic_id BIGINT NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
  language TEXT NOT NULL,
  word TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  PRIMARY KEY (topic_id, language, word)
);

CREATE TABLE entities (
  id KEY,
  slug TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'org', 'place')),
  name TEXT NOT NULL,
  short TEXT NOT NULL,
  country TEXT,
  prior INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE aliases (
  entity_id BIGINT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
  alias TEXT NOT NULL,
  language TEXT,
  is_native INTEGER NOT NULL DEFAULT 0 CHECK (is_native IN (0, 1)),
  ordinal INTEGER NOT NULL,
  made_by TEXT NOT NULL CHECK (made_by IN ('shipped', 'editor', 'article', 'derived')),
  PRIMARY KEY (entity_id, alias)
);

CREATE TABLE articles (
  id KEY,
  story_id BIGINT NOT NULL REFERENCES stories (id),
  source_id BIGINT NOT NULL REFERENCES entities (id),
  title TEXT NOT NULL,
  text TEXT,
  url TEXT,
  canonical_url TEXT,
  content_hash TEXT NOT NULL UNIQUE,
  language TEXT NOT NULL,
  published_at TEXT NOT NULL,
  zone TEXT NOT NULL,
  received_at TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'withdrawn'))
);
CREATE INDEX articles_by_story ON articles (story_id, published_at);
CREATE INDEX articles_by_address ON articles (canonical_url);

CREATE TABLE roles (
  entity_id BIGINT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  short TEXT NOT NULL,
  as_of TEXT NOT NULL,
  paragraph INTEGER NOT NULL,
  PRIMARY KEY (entity_id, article_id, role)
);

CREATE TABLE digests (
  id KEY,
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  made_by TEXT NOT NULL CHECK (made_by IN ('rules', 'editor', 'model')),
  made_at TEXT NOT NULL,
  UNIQUE (article_id, version)
);

-- A statement keeps its number through every revision; readers see the newest one.
CREATE TABLE statements (
  id KEY,
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  withdrawn_at TEXT,
  UNIQUE (article_id, ordinal)
);

CREATE TABLE statement_revisions (
  statement_id BIGINT NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  digest_id BIGINT NOT NULL REFERENCES digests (id),
  speaker_id BIGINT REFERENCES entities (id),
  voice TEXT NOT NULL CHECK (voice IN ('expert', 'official', 'press', 'unnamed', 'paper')),
  label TEXT NOT NULL,
  credit TEXT NOT NULL,
  role TEXT,
  occasion TEXT,
  said TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'indirect', 'mixed')),
  cue TEXT,
  claim TEXT NOT NULL,
  quote TEXT,
  spans TEXT,
  paragraph INTEGER NOT NULL,
  hedged INTEGER NOT NULL CHECK (hedged IN (0, 1)),
  hedge TEXT,
  stance TEXT NOT NULL CHECK (stance IN ('asserts', 'denies', 'doubts', 'urges')),
  disagreement TEXT CHECK (disagreement IN ('doubted', 'opposed', 'disputed')),
  scope TEXT,
  disputes BIGINT REFERENCES statements (id),
  nested_in BIGINT REFERENCES statements (id),
  brief_rank INTEGER,
  background INTEGER NOT NULL CHECK (background IN (0, 1)),
  made_by TEXT NOT NULL CHECK (made_by IN ('rules', 'editor', 'model')),
  made_at TEXT NOT NULL,
  PRIMARY KEY (statement_id, revision)
);

CREATE TABLE statement_topics (
  statement_id BIGINT NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  PRIMARY KEY (statement_id, topic_id)
);

CREATE TABLE statement_entities (
  statement_id BIGINT NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
  entity_id BIGINT NOT NULL REFERENCES entities (id),
  PRIMARY KEY (statement_id, entity_id)
);
CREATE INDEX statements_by_entity ON statement_entities (entity_id);

CREATE TABLE agenda_items (
  id KEY,
  digest_id BIGINT NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  title TEXT NOT NULL,
  side TEXT NOT NULL,
  wording TEXT NOT NULL,
  stance TEXT NOT NULL CHECK (stance IN ('possible', 'contested', 'unlikely')),
  UNIQUE (digest_id, ordinal)
);

CREATE TABLE agenda_item_topics (
  agenda_item_id BIGINT NOT NULL REFERENCES agenda_items (id) ON DELETE CASCADE,
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  PRIMARY KEY (agenda_item_id, topic_id)
);

CREATE TABLE agenda_item_statements (
  agenda_item_id BIGINT NOT NULL REFERENCES agenda_items (id) ON DELETE CASCADE,
  statement_id BIGINT NOT NULL REFERENCES statements (id),
  bearing TEXT NOT NULL CHECK (bearing IN ('expects', 'doubted', 'opposed', 'disputed')),
  ordinal INTEGER NOT NULL,
  PRIMARY KEY (agenda_item_id, statement_id)
);

CREATE TABLE outcomes (
  id KEY,
  agenda_item_id BIGINT NOT NULL REFERENCES agenda_items (id) ON DELETE CASCADE,
  verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'partly', 'denied', 'dropped')),
  statement_id BIGINT NOT NULL REFERENCES statements (id),
  happened_on TEXT NOT NULL,
  recorded_at TEXT NOT NULL
);

CREATE TABLE events (
  id KEY,
  digest_id BIGINT NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  date TEXT NOT NULL,
  end_date TEXT,
  text TEXT NOT NULL,
  paragraph INTEGER NOT NULL,
  expression TEXT,
  spans TEXT,
  planned INTEGER NOT NULL CHECK (planned IN (0, 1)),
  statement_id BIGINT REFERENCES statements (id),
  UNIQUE (digest_id, ordinal)
);

CREATE TABLE event_topics (
  event_id BIGINT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  topic_id BIGINT NOT NULL REFERENCES topics (id),
  PRIMARY KEY (event_id, topic_id)
);

CREATE TABLE event_entities (
  event_id BIGINT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  entity_id BIGINT NOT NULL REFERENCES entities (id),
  PRIMARY KEY (event_id, entity_id)
);

-- What search looks through: a line as readers see it, and the names and topic words, in every language we
-- know, of what it speaks of. Both are folded: NFC, lower case.
CREATE TABLE passages (
  id KEY,
  story_id BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  statement_id BIGINT REFERENCES statements (id) ON DELETE CASCADE,
  event_id BIGINT REFERENCES events (id) ON DELETE CASCADE,
  line TEXT NOT NULL,
  words TEXT NOT NULL
);
CREATE INDEX passages_by_story ON passages (story_id);

-- The desk ------------------------------------------------------------------------------------------------

CREATE TABLE drafts (
  id KEY,
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK (state IN ('open', 'held', 'published', 'discarded')),
  edition INTEGER NOT NULL DEFAULT 1,
  made_by BIGINT,
  made_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  publish_at TEXT
);

CREATE TABLE feeds (
  id KEY,
  story_id BIGINT REFERENCES stories (id),
  url TEXT NOT NULL UNIQUE,
  etag TEXT,
  last_modified TEXT,
  state TEXT NOT NULL,
  next_at TEXT,
  failures INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE grants (
  bot_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('editor', 'viewer')),
  granted_by BIGINT,
  granted_at TEXT NOT NULL,
  PRIMARY KEY (bot_id, user_id)
);

CREATE TABLE audit_log (
  id KEY,
  bot_id BIGINT NOT NULL,
  user_id BIGINT,
  act TEXT NOT NULL,
  subject TEXT,
  at TEXT NOT NULL
);

-- Readers -------------------------------------------------------------------------------------------------

CREATE TABLE chats (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  thread_id BIGINT,
  language TEXT,
  zone TEXT,
  quiet_from TEXT,
  quiet_to TEXT,
  daily_budget INTEGER,
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'gone', 'moved')),
  gone_because TEXT,
  strikes INTEGER NOT NULL DEFAULT 0,
  moved_to BIGINT,
  wait_until TEXT,
  first_seen_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (bot_id, chat_id)
);

CREATE TABLE subscriptions (
  id KEY,
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('topic', 'entity', 'story', 'source', 'query')),
  subject TEXT NOT NULL,
  mode TEXT NOT NULL DEFAULT 'now' CHECK (mode IN ('now', 'daily', 'weekly')),
  silent INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0, 1)),
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'removed')),
  paused_until TEXT,
  created_at TEXT NOT NULL,
  removed_at TEXT,
  UNIQUE (bot_id, chat_id, kind, subject),
  FOREIGN KEY (bot_id, chat_id) REFERENCES chats (bot_id, chat_id) ON DELETE CASCADE
);
CREATE INDEX subscriptions_by_subject ON subscriptions (kind, subject);

CREATE TABLE read_cursors (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  story_id BIGINT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  read_at TEXT NOT NULL,
  story_version INTEGER NOT NULL,
  previous_at TEXT,
  previous_version INTEGER,
  PRIMARY KEY (bot_id, chat_id, story_id),
  FOREIGN KEY (bot_id, chat_id) REFERENCES chats (bot_id, chat_id) ON DELETE CASCADE
);

-- Telling -------------------------------------------------------------------------------------------------

CREATE TABLE alerts (
  id KEY,
  bot_id BIGINT NOT NULL,
  article_id BIGINT NOT NULL REFERENCES articles (id),
  digest_id BIGINT NOT NULL REFERENCES digests (id),
  class TEXT NOT NULL CHECK (class IN ('ordinary', 'urgent', 'correction')),
  highest_subscription_id BIGINT NOT NULL,
  cursor_subscription_id BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('fanning', 'queued', 'settled', 'stopped')),
  published_at TEXT NOT NULL,
  settled_at TEXT
);

CREATE TABLE deliveries (
  id KEY,
  bot_id BIGINT NOT NULL,
  alert_id BIGINT NOT NULL REFERENCES alerts (id),
  chat_id BIGINT NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('queued', 'sending', 'sent', 'unknown', 'held', 'gone', 'failed', 'suppressed')),
  reason TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at TEXT NOT NULL,
  started_at TEXT,
  settled_at TEXT,
  epoch BIGINT,
  message_id BIGINT,
  is_repeat INTEGER NOT NULL DEFAULT 0 CHECK (is_repeat IN (0, 1)),
  UNIQUE (alert_id, chat_id)
);
CREATE INDEX deliveries_open ON deliveries (bot_id, state, due_at) WHERE state IN ('queued', 'sending', 'held');
CREATE INDEX deliveries_by_chat ON deliveries (bot_id, chat_id);

CREATE TABLE message_map (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  statement_id BIGINT NOT NULL,
  revision INTEGER NOT NULL,
  delivery_id BIGINT REFERENCES deliveries (id) ON DELETE CASCADE,
  PRIMARY KEY (bot_id, chat_id, message_id, statement_id),
  FOREIGN KEY (statement_id, revision) REFERENCES statement_revisions (statement_id, revision)
);
CREATE INDEX messages_by_statement ON message_map (statement_id, revision);

CREATE TABLE match_log (
  id KEY,
  alert_id BIGINT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  subscription_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  rule TEXT NOT NULL,
  matched_words TEXT NOT NULL,
  score REAL NOT NULL
);
CREATE INDEX matches_by_alert ON match_log (alert_id, chat_id);

-- The wire ------------------------------------------------------------------------------------------------

-- An update lies here before Telegram is told that we have it. Its body goes when it is settled.
CREATE TABLE inbox (
  bot_id BIGINT NOT NULL,
  update_id BIGINT NOT NULL,
  body TEXT,
  received_at TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  outcome TEXT,
  settled_at TEXT,
  PRIMARY KEY (bot_id, update_id)
);
CREATE INDEX inbox_open ON inbox (bot_id, update_id) WHERE outcome IS NULL;

-- Which message answered which question, so that an edited question edits its answer.
CREATE TABLE answers (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  question_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  answered_at TEXT NOT NULL,
  PRIMARY KEY (bot_id, chat_id, question_id)
);
CREATE INDEX answers_by_age ON answers (answered_at);

CREATE TABLE leases (
  name TEXT NOT NULL,
  bot_id BIGINT NOT NULL,
  holder TEXT,
  epoch BIGINT NOT NULL DEFAULT 0,
  expires_at TEXT,
  PRIMARY KEY (name, bot_id)
);
