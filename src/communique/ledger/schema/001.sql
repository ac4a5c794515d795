-- The ledger's tables. Names are the contract's; a number is a row's own, an id is derived from content and the same on
-- every machine. Offsets are code points into articles.text, the end exclusive, so a quote is substr(text, start + 1,
-- end - start). Days are ISO dates, times UTC. A list of words is a JSON array.

CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    ref TEXT,
    url TEXT,
    title TEXT,
    publisher TEXT,
    byline TEXT NOT NULL,
    published TEXT,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    text_version TEXT NOT NULL,
    dropped TEXT NOT NULL,
    added TEXT NOT NULL,
    known TEXT NOT NULL, -- the day of publication, or where nobody told it, of adding
    reader TEXT NOT NULL,
    reader_version TEXT NOT NULL,
    codebook TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES articles, -- articles that are copies of one another share one
    story INTEGER REFERENCES articles,
    sketch BLOB,
    host TEXT AS (lower(substr(
        substr(url, instr(url, '//') + 2), 1, instr(substr(url, instr(url, '//') + 2) || '/', '/') - 1
    ))) -- of its address
) STRICT;
CREATE INDEX articles_known ON articles (known);
CREATE INDEX articles_url ON articles (url) WHERE url IS NOT NULL;
CREATE INDEX articles_publisher ON articles (publisher COLLATE NOCASE) WHERE publisher IS NOT NULL;
CREATE INDEX articles_host ON articles (host) WHERE host IS NOT NULL;
CREATE INDEX articles_source ON articles (source);
CREATE INDEX articles_story ON articles (story) WHERE story IS NOT NULL;
CREATE INDEX articles_reader ON articles (reader, reader_version, language);

-- Where the same text was met: its first address is in articles too.
CREATE TABLE appearances (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    ref TEXT,
    url TEXT,
    title TEXT,
    publisher TEXT,
    published TEXT,
    added TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX appearances_place ON appearances
    (article, coalesce(url, ''), coalesce(ref, ''), coalesce(publisher, ''), coalesce(published, ''));

-- The whole reading as the reader gave it, as `ledger.packing` packs it: what decisions change is in the other tables.
CREATE TABLE readings (
    article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    json BLOB NOT NULL
) STRICT;

-- Everything that was to be read, by the key of its source: what became of it, and if it failed, why.
CREATE TABLE inputs (
    key TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('read', 'failed')),
    article INTEGER REFERENCES articles ON DELETE CASCADE,
    code TEXT,
    message TEXT,
    tries INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inputs_article ON inputs (article) WHERE article IS NOT NULL;
CREATE INDEX inputs_failed ON inputs (origin) WHERE state = 'failed';

-- What a feed said when it was last asked, so that it is asked politely.
CREATE TABLE feeds (
    url TEXT PRIMARY KEY,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE bands (
    band INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (band, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE actors (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT,
    sectors TEXT NOT NULL,
    title TEXT,
    code TEXT
) STRICT;
CREATE INDEX actors_folded ON actors (folded);
CREATE INDEX actors_country ON actors (country, folded) WHERE country IS NOT NULL;

-- The sectors of actors one by one, kept by triggers.
CREATE TABLE actor_sectors (
    sector TEXT NOT NULL,
    actor INTEGER NOT NULL,
    PRIMARY KEY (sector, actor)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE actor_search USING fts5 (folded, content = 'actors', content_rowid = 'number', detail = none);

CREATE TRIGGER actors_come AFTER INSERT ON actors BEGIN
    INSERT INTO actor_search (rowid, folded) VALUES (new.number, new.folded);
    INSERT OR IGNORE INTO actor_sectors SELECT "value", new.number FROM json_each(new.sectors);
END;
CREATE TRIGGER actors_change AFTER UPDATE OF folded, sectors, number ON actors BEGIN
    INSERT INTO actor_search (actor_search, rowid, folded) VALUES ('delete', old.number, old.folded);
    INSERT INTO actor_search (rowid, folded) VALUES (new.number, new.folded);
    DELETE FROM actor_sectors WHERE actor = old.number AND sector IN (SELECT "value" FROM json_each(old.sectors));
    INSERT OR IGNORE INTO actor_sectors SELECT "value", new.number FROM json_each(new.sectors);
END;
CREATE TRIGGER actors_go AFTER DELETE ON actors BEGIN
    INSERT INTO actor_search (actor_search, rowid, folded) VALUES ('delete', old.number, old.folded);
    DELETE FROM actor_sectors WHERE actor = old.number AND sector IN (SELECT "value" FROM json_each(old.sectors));
END;

-- Actors that people decided are another one: by their own key, under which articles may go on to tell of them.
CREATE TABLE actor_aliases (
    key TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    actor INTEGER NOT NULL REFERENCES actors ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX actor_aliases_actor ON actor_aliases (actor);

-- Where an article tells of an actor, and what it calls him.
CREATE TABLE mentions (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    actor INTEGER NOT NULL REFERENCES actors,
    local TEXT NOT NULL, -- the actor's id in the reading
    name TEXT NOT NULL,
    title TEXT,
    spans TEXT NOT NULL, -- JSON array of [start, end]
    PRIMARY KEY (article, local)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_actor ON mentions (actor, article);
CREATE INDEX mentions_names ON mentions (actor, name, title);

-- Sentences that records stand on.
CREATE TABLE quotes (
    number INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    UNIQUE (article, "start", "end")
) STRICT;

CREATE TABLE statements (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    local TEXT NOT NULL,
    speaker INTEGER NOT NULL REFERENCES actors,
    act TEXT NOT NULL,
    cue_start INTEGER,
    cue_end INTEGER,
    content_start INTEGER NOT NULL,
    content_end INTEGER NOT NULL,
    quotation TEXT NOT NULL,
    addressee INTEGER REFERENCES actors,
    certainty TEXT NOT NULL,
    within INTEGER REFERENCES statements DEFERRABLE INITIALLY DEFERRED,
    date_start TEXT,
    date_end TEXT,
    date_precision TEXT,
    date_basis TEXT,
    day TEXT NOT NULL, -- of the statement, or where the article doesn't tell it, on which it was known
    known TEXT NOT NULL,
    quote INTEGER NOT NULL REFERENCES quotes,
    verdict TEXT CHECK (verdict IN ('accepted', 'rejected')),
    country TEXT -- of the speaker, kept by triggers
) STRICT;
CREATE INDEX statements_country ON statements (country, day) WHERE country IS NOT NULL;
CREATE INDEX statements_verdict ON statements (verdict, day) WHERE verdict IS NOT NULL;
CREATE TRIGGER statements_come AFTER INSERT ON statements
WHEN new.country IS NOT (SELECT country FROM actors WHERE number = new.speaker) BEGIN
    UPDATE statements SET country = (SELECT country FROM actors WHERE number = new.speaker) WHERE number = new.number;
END;
CREATE TRIGGER statements_change AFTER UPDATE OF speaker ON statements BEGIN
    UPDATE statements SET country = (SELECT country FROM actors WHERE number = new.speaker) WHERE number = new.number;
END;
CREATE TRIGGER speakers_change AFTER UPDATE OF country ON actors BEGIN
    UPDATE statements SET country = new.country WHERE speaker = new.number;
END;
CREATE INDEX statements_article ON statements (article);
CREATE INDEX statements_speaker ON statements (speaker, day);
CREATE INDEX statements_act ON statements (act, day);
CREATE INDEX statements_day ON statements (day);
CREATE INDEX statements_coming ON statements (day) WHERE day > known;
CREATE INDEX statements_quote ON statements (quote);
CREATE INDEX statements_within ON statements (within) WHERE within IS NOT NULL;
CREATE INDEX statements_addressee ON statements (addressee) WHERE addressee IS NOT NULL;

-- One real event, told by one report or many. Its fields are those of its reports put together.
CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    lead INTEGER REFERENCES reports DEFERRABLE INITIALLY DEFERRED, -- the report that tells it best
    type TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    date_start TEXT,
    date_end TEXT,
    date_precision TEXT,
    day TEXT NOT NULL,
    known TEXT NOT NULL, -- when its first report was known
    country TEXT, -- where it happened
    reports INTEGER NOT NULL,
    sources INTEGER NOT NULL, -- independent ones
    verdict TEXT CHECK (verdict IN ('accepted', 'rejected')),
    last_known TEXT -- when its latest report was known, kept by triggers
) STRICT;
CREATE INDEX events_mode ON events (mode, day) WHERE mode IS NOT NULL;
CREATE INDEX events_sources ON events (sources) WHERE sources > 1;
CREATE INDEX events_verdict ON events (verdict, day) WHERE verdict IS NOT NULL;
-- What was known beforehand, and what was known over more than a day: see the ledger as it was known on a day.
CREATE INDEX events_coming ON events (day) WHERE day > known;
CREATE INDEX events_spanning ON events (last_known, known) WHERE last_known > known;
-- What is to come: the calendar goes along it.
CREATE INDEX events_planned ON events (date_start, date_end, known)
WHERE status IN ('planned', 'proposed') AND date_start IS NOT NULL;
CREATE INDEX events_day ON events (day);
CREATE INDEX events_type ON events (type, day);
CREATE INDEX events_status ON events (status, day);
CREATE INDEX events_type_status ON events (type, status);
CREATE INDEX events_country ON events (country, day) WHERE country IS NOT NULL;
CREATE INDEX events_lead ON events (lead);

-- Ids that an event had before another report joined it.
CREATE TABLE former_ids (
    id TEXT PRIMARY KEY,
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX former_ids_event ON former_ids (event);

-- An event as one article tells it.
CREATE TABLE reports (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    local TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES events DEFERRABLE INITIALLY DEFERRED,
    type TEXT NOT NULL,
    mode TEXT,
    contexts TEXT NOT NULL,
    status TEXT NOT NULL,
    statement INTEGER REFERENCES statements, -- who tells it
    date_start TEXT,
    date_end TEXT,
    date_precision TEXT,
    date_basis TEXT,
    day TEXT NOT NULL,
    known TEXT NOT NULL,
    place TEXT,
    country TEXT,
    admin1 TEXT,
    latitude REAL,
    longitude REAL,
    geonames INTEGER,
    place_precision TEXT,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    quad INTEGER NOT NULL,
    score REAL NOT NULL,
    cameo TEXT NOT NULL,
    why TEXT NOT NULL,
    quote INTEGER NOT NULL REFERENCES quotes,
    told BLOB, -- what linking knows it by
    verdict TEXT CHECK (verdict IN ('accepted', 'rejected'))
) STRICT;
-- With the event, so that none of these needs a look at the report to tell which event it is of.
CREATE INDEX reports_article ON reports (article, event);
CREATE INDEX reports_event ON reports (event, article, quote, statement);
CREATE INDEX reports_quote ON reports (quote, event);
CREATE INDEX reports_statement ON reports (statement, event) WHERE statement IS NOT NULL;
CREATE INDEX reports_place ON reports (place COLLATE NOCASE, event) WHERE place IS NOT NULL;

-- The contexts of reports one by one, with their events, kept by triggers.
CREATE TABLE report_contexts (
    context TEXT NOT NULL,
    event INTEGER NOT NULL,
    report INTEGER NOT NULL,
    PRIMARY KEY (context, event, report)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER reports_come AFTER INSERT ON reports BEGIN
    INSERT OR IGNORE INTO report_contexts SELECT "value", new.event, new.number FROM json_each(new.contexts);
    UPDATE events SET last_known = new.known WHERE number = new.event AND coalesce(last_known, '') < new.known;
END;
CREATE TRIGGER reports_change AFTER UPDATE OF contexts, event ON reports BEGIN
    DELETE FROM report_contexts
    WHERE event = old.event AND report = old.number AND context IN (SELECT "value" FROM json_each(old.contexts));
    INSERT OR IGNORE INTO report_contexts SELECT "value", new.event, new.number FROM json_each(new.contexts);
END;
CREATE TRIGGER reports_move AFTER UPDATE OF event, known ON reports BEGIN
    UPDATE events SET last_known = (SELECT max(known) FROM reports WHERE event = events.number)
    WHERE number IN (old.event, new.event);
END;
CREATE TRIGGER reports_go AFTER DELETE ON reports BEGIN
    DELETE FROM report_contexts
    WHERE event = old.event AND report = old.number AND context IN (SELECT "value" FROM json_each(old.contexts));
    UPDATE events SET last_known = (SELECT max(known) FROM reports WHERE event = old.event) WHERE number = old.event;
END;

CREATE TABLE report_actors (
    report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
    place INTEGER NOT NULL, -- its place in the list
    actor INTEGER NOT NULL REFERENCES actors,
    PRIMARY KEY (report, role, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_actors_actor ON report_actors (actor);

CREATE TABLE event_actors (
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
    place INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actors,
    country TEXT, -- of the actor
    day TEXT NOT NULL, -- of the event
    PRIMARY KEY (event, role, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_actors_actor ON event_actors (actor, day, event);
CREATE INDEX event_actors_country ON event_actors (country, day, event) WHERE country IS NOT NULL;

CREATE TABLE quantities (
    report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value INTEGER,
    low INTEGER,
    high INTEGER,
    estimate INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (report, place)
) STRICT, WITHOUT ROWID;

-- Under these keys, of 48 bits, the reports of like events are looked up.
CREATE TABLE blocks (
    block INTEGER NOT NULL,
    report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
    PRIMARY KEY (block, report)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_report ON blocks (report);

-- One promise of money or materiel through its life.
CREATE TABLE threads (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    category TEXT NOT NULL,
    stage TEXT NOT NULL, -- the latest
    "value" REAL,
    low REAL,
    high REAL,
    currency TEXT,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    due TEXT, -- the day on which delivery was to be done
    reports INTEGER NOT NULL,
    sources INTEGER NOT NULL
) STRICT;
CREATE INDEX threads_stage ON threads (stage, last_day);
CREATE INDEX threads_due ON threads (due) WHERE due IS NOT NULL;

CREATE TABLE commitments (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    local TEXT NOT NULL,
    thread INTEGER NOT NULL REFERENCES threads DEFERRABLE INITIALLY DEFERRED,
    report INTEGER REFERENCES reports,
    category TEXT NOT NULL,
    instrument TEXT NOT NULL,
    "value" REAL,
    low REAL,
    high REAL,
    currency TEXT,
    qualifiers TEXT,
    per TEXT,
    amount_start INTEGER,
    amount_end INTEGER,
    stage TEXT NOT NULL,
    stage_by INTEGER REFERENCES actors,
    conditions_start INTEGER,
    conditions_end INTEGER,
    cumulative INTEGER NOT NULL,
    date_start TEXT,
    date_end TEXT,
    date_precision TEXT,
    date_basis TEXT,
    day TEXT NOT NULL,
    known TEXT NOT NULL,
    statement INTEGER REFERENCES statements,
    quote INTEGER NOT NULL REFERENCES quotes,
    pledge BLOB, -- what linking knows it by
    verdict TEXT CHECK (verdict IN ('accepted', 'rejected'))
) STRICT;
CREATE INDEX commitments_article ON commitments (article);
CREATE INDEX commitments_thread ON commitments (thread);
CREATE INDEX commitments_day ON commitments (day);
CREATE INDEX commitments_stage ON commitments (stage, day);
CREATE INDEX commitments_category ON commitments (category, day);
CREATE INDEX commitments_currency ON commitments (currency, day) WHERE currency IS NOT NULL;
CREATE INDEX commitments_value ON commitments ("value") WHERE "value" IS NOT NULL;
CREATE INDEX commitments_verdict ON commitments (verdict, day) WHERE verdict IS NOT NULL;
CREATE INDEX commitments_coming ON commitments (day) WHERE day > known;
CREATE INDEX commitments_promised ON commitments (date_end, date_start, known, verdict, thread)
WHERE stage IN ('pledged', 'approved', 'contracted', 'delayed') AND date_end > known;
CREATE INDEX commitments_quote ON commitments (quote);
CREATE INDEX commitments_report ON commitments (report) WHERE report IS NOT NULL;
CREATE INDEX commitments_statement ON commitments (statement) WHERE statement IS NOT NULL;

CREATE TABLE commitment_actors (
    commitment INTEGER NOT NULL REFERENCES commitments ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('donor', 'recipient')),
    place INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actors,
    country TEXT,
    day TEXT NOT NULL,
    PRIMARY KEY (commitment, role, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_actors_actor ON commitment_actors (actor, day, commitment);
CREATE INDEX commitment_actors_country ON commitment_actors (country, day, commitment) WHERE country IS NOT NULL;

CREATE TABLE items (
    commitment INTEGER NOT NULL REFERENCES commitments ON DELETE CASCADE,
    place INTEGER NOT NULL,
    designation TEXT NOT NULL,
    class TEXT NOT NULL,
    count INTEGER,
    low INTEGER,
    high INTEGER,
    estimate INTEGER NOT NULL,
    condition TEXT,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (commitment, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX items_class ON items (class);

-- Why two things are taken for one, or belong together. What was undone stays, with the decision that undid it.
CREATE TABLE links (
    number INTEGER PRIMARY KEY,
    family TEXT NOT NULL CHECK (family IN ('article', 'event', 'commitment')),
    one TEXT NOT NULL, -- id of the article, report or commitment that came later
    other TEXT NOT NULL,
    kind TEXT NOT NULL,
    probability REAL NOT NULL,
    reasons TEXT NOT NULL,
    undone TEXT REFERENCES decisions (id)
) STRICT;
CREATE INDEX links_one ON links (one);
CREATE INDEX links_other ON links (other);

-- Two records of which not both can be right, of one event or one thread: see `ledger.contested`.
CREATE TABLE contradictions (
    number INTEGER PRIMARY KEY,
    event INTEGER REFERENCES events ON DELETE CASCADE,
    thread INTEGER REFERENCES threads ON DELETE CASCADE,
    what TEXT NOT NULL, -- they differ in
    updated INTEGER NOT NULL, -- 1 where the later one may know more
    one TEXT NOT NULL, -- id of the report or commitment that was known first
    one_said TEXT NOT NULL,
    one_known TEXT NOT NULL,
    other TEXT NOT NULL,
    other_said TEXT NOT NULL,
    known TEXT NOT NULL -- when both were
) STRICT;
CREATE INDEX contradictions_known ON contradictions (known, updated);
CREATE INDEX contradictions_event ON contradictions (event) WHERE event IS NOT NULL;
CREATE INDEX contradictions_thread ON contradictions (thread) WHERE thread IS NOT NULL;

-- How many records there are of each word, kept by triggers: counting a million anew takes too long for a page.
CREATE TABLE counts (
    family TEXT NOT NULL,
    field TEXT NOT NULL,
    word TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (family, field, word)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER events_counted AFTER INSERT ON events BEGIN
    INSERT INTO counts VALUES ('events', 'type', new.type, 1), ('events', 'status', new.status, 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER events_counted_off AFTER DELETE ON events BEGIN
    UPDATE counts SET number = number - 1 WHERE family = 'events' AND field = 'type' AND word = old.type;
    UPDATE counts SET number = number - 1 WHERE family = 'events' AND field = 'status' AND word = old.status;
END;
CREATE TRIGGER events_counted_anew AFTER UPDATE OF type, status ON events
WHEN old.type <> new.type OR old.status <> new.status BEGIN
    UPDATE counts SET number = number - 1 WHERE family = 'events' AND field = 'type' AND word = old.type;
    UPDATE counts SET number = number - 1 WHERE family = 'events' AND field = 'status' AND word = old.status;
    INSERT INTO counts VALUES ('events', 'type', new.type, 1), ('events', 'status', new.status, 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER statements_counted AFTER INSERT ON statements BEGIN
    INSERT INTO counts VALUES ('statements', 'act', new.act, 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER statements_counted_off AFTER DELETE ON statements BEGIN
    UPDATE counts SET number = number - 1 WHERE family = 'statements' AND field = 'act' AND word = old.act;
END;
CREATE TRIGGER statements_counted_anew AFTER UPDATE OF act ON statements
WHEN old.act <> new.act BEGIN
    UPDATE counts SET number = number - 1 WHERE family = 'statements' AND field = 'act' AND word = old.act;
    INSERT INTO counts VALUES ('statements', 'act', new.act, 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER commitments_counted AFTER INSERT ON commitments BEGIN
    INSERT INTO counts VALUES ('commitments', 'stage', new.stage, 1), ('commitments', 'category', new.category, 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER commitments_counted_off AFTER DELETE ON commitments BEGIN
    UPDATE counts SET number = number - 1 WHERE family = 'commitments' AND field = 'stage' AND word = old.stage;
    UPDATE counts SET number = number - 1 WHERE family = 'commitments' AND field = 'category' AND word = old.category;
END;
CREATE TRIGGER commitments_counted_anew AFTER UPDATE OF stage, category ON commitments
WHEN old.stage <> new.stage OR old.category <> new.category BEGIN
    UPDATE counts SET number = number - 1 WHERE family = 'commitments' AND field = 'stage' AND word = old.stage;
    UPDATE counts SET number = number - 1 WHERE family = 'commitments' AND field = 'category' AND word = old.category;
    INSERT INTO counts VALUES ('commitments', 'stage', new.stage, 1), ('commitments', 'category', new.category, 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER articles_counted AFTER INSERT ON articles BEGIN
    INSERT INTO counts VALUES ('articles', 'publisher', coalesce(new.publisher, 'unknown'), 1),
        ('articles', 'month', substr(new.known, 1, 7), 1), ('articles', 'language', new.language, 1),
        ('articles', 'reader', new.reader || ' ' || new.reader_version, 1),
        ('articles', 'source', iif(new.source = new.number, 'own', 'copy'), 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER articles_counted_off AFTER DELETE ON articles BEGIN
    UPDATE counts SET number = number - 1 WHERE family = 'articles' AND (field, word) IN (
        VALUES ('publisher', coalesce(old.publisher, 'unknown')), ('month', substr(old.known, 1, 7)),
            ('language', old.language), ('reader', old.reader || ' ' || old.reader_version),
            ('source', iif(old.source = old.number, 'own', 'copy')));
END;
CREATE TRIGGER articles_counted_anew AFTER UPDATE OF publisher, known, language, reader, reader_version, source
ON articles BEGIN
    UPDATE counts SET number = number - 1 WHERE family = 'articles' AND (field, word) IN (
        VALUES ('publisher', coalesce(old.publisher, 'unknown')), ('month', substr(old.known, 1, 7)),
            ('language', old.language), ('reader', old.reader || ' ' || old.reader_version),
            ('source', iif(old.source = old.number, 'own', 'copy')));
    INSERT INTO counts VALUES ('articles', 'publisher', coalesce(new.publisher, 'unknown'), 1),
        ('articles', 'month', substr(new.known, 1, 7), 1), ('articles', 'language', new.language, 1),
        ('articles', 'reader', new.reader || ' ' || new.reader_version, 1),
        ('articles', 'source', iif(new.source = new.number, 'own', 'copy'), 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER reports_counted AFTER INSERT ON reports BEGIN
    INSERT INTO counts VALUES ('reports', 'all', 'all', 1) ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER reports_counted_off AFTER DELETE ON reports BEGIN
    UPDATE counts SET number = number - 1 WHERE family = 'reports' AND field = 'all' AND word = 'all';
END;
CREATE TRIGGER threads_counted AFTER INSERT ON threads BEGIN
    INSERT INTO counts VALUES ('threads', 'all', 'all', 1) ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER threads_counted_off AFTER DELETE ON threads BEGIN
    UPDATE counts SET number = number - 1 WHERE family = 'threads' AND field = 'all' AND word = 'all';
END;
CREATE TRIGGER actors_counted AFTER INSERT ON actors BEGIN
    INSERT INTO counts VALUES ('actors', 'all', 'all', 1) ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER actors_counted_off AFTER DELETE ON actors BEGIN
    UPDATE counts SET number = number - 1 WHERE family = 'actors' AND field = 'all' AND word = 'all';
END;

-- What people decided. Nothing is ever changed or taken out here; a later decision undoes an earlier one.
CREATE TABLE decisions (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    verb TEXT NOT NULL CHECK (verb IN ('accept', 'reject', 'edit', 'merge', 'split', 'note', 'undo')),
    family TEXT NOT NULL,
    targets TEXT NOT NULL, -- JSON array of ids of reports, statements, commitments or actors
    field TEXT,
    value TEXT, -- JSON
    note TEXT,
    undoes TEXT REFERENCES decisions (id)
) STRICT;
CREATE INDEX decisions_undoes ON decisions (undoes) WHERE undoes IS NOT NULL;

-- Records that a decision is about; of a split also those that they were split from.
CREATE TABLE decision_targets (
    target TEXT NOT NULL,
    decision INTEGER NOT NULL REFERENCES decisions,
    PRIMARY KEY (target, decision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN
    SELECT raise(ABORT, 'a decision is never changed; make another that undoes it');
END;
CREATE TRIGGER decisions_are_kept BEFORE DELETE ON decisions BEGIN
    SELECT raise(ABORT, 'a decision is never taken out; make another that undoes it');
END;

CREATE VIRTUAL TABLE article_search USING fts5 (
    title, text, content = 'articles', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIEW quote_texts AS
SELECT quotes.number, substr(articles.text, quotes."start" + 1, quotes."end" - quotes."start") AS quote
FROM quotes JOIN articles ON articles.number = quotes.article;
CREATE VIRTUAL TABLE quote_search USING fts5 (
    quote, content = 'quote_texts', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);

-- For people who write SQL.
CREATE VIEW articles_view AS
SELECT articles.id, articles.published, articles.publisher, articles.title, articles.url, articles.added,
    articles.reader || ' ' || articles.reader_version AS reader, first.id AS copy_of,
    (SELECT count(*) FROM reports WHERE reports.article = articles.number) AS events,
    (SELECT count(*) FROM statements WHERE statements.article = articles.number) AS statements,
    (SELECT count(*) FROM commitments WHERE commitments.article = articles.number) AS commitments
FROM articles LEFT JOIN articles AS first ON first.number = articles.source AND first.number <> articles.number;

CREATE VIEW events_view AS
SELECT events.id, events.type, events.mode, events.status,
    (SELECT group_concat(name, '; ') FROM (
        SELECT actors.name FROM event_actors JOIN actors ON actors.number = event_actors.actor
        WHERE event_actors.event = events.number AND role = 'actor' ORDER BY place)) AS actors,
    (SELECT group_concat(country, ' ') FROM (
        SELECT DISTINCT event_actors.country FROM event_actors
        WHERE event_actors.event = events.number AND role = 'actor' ORDER BY place)) AS actor_countries,
    (SELECT group_concat(name, '; ') FROM (
        SELECT actors.name FROM event_actors JOIN actors ON actors.number = event_actors.actor
        WHERE event_actors.event = events.number AND role = 'recipient' ORDER BY place)) AS recipients,
    (SELECT group_concat(country, ' ') FROM (
        SELECT DISTINCT event_actors.country FROM event_actors
        WHERE event_actors.event = events.number AND role = 'recipient' ORDER BY place)) AS recipient_countries,
    events.date_start, events.date_end, events.date_precision, events.day, events.known,
    reports.place, events.country AS place_country, reports.latitude, reports.longitude, reports.place_precision,
    speakers.name AS told_by, reports.quad, reports.score, reports.cameo,
    events.reports, events.sources, events.verdict,
    substr(articles.text, quotes."start" + 1, quotes."end" - quotes."start") AS quote,
    articles.id AS article, articles.publisher, articles.published, articles.url
FROM events
JOIN reports ON reports.number = events.lead
JOIN quotes ON quotes.number = reports.quote
JOIN articles ON articles.number = reports.article
LEFT JOIN statements ON statements.number = reports.statement
LEFT JOIN actors AS speakers ON speakers.number = statements.speaker;

CREATE VIEW reports_view AS
SELECT reports.id, events.id AS event, reports.type, reports.mode, reports.contexts, reports.status,
    reports.date_start, reports.date_end, reports.date_precision, reports.date_basis, reports.day, reports.known,
    reports.place, reports.country AS place_country, reports.place_precision, speakers.name AS told_by, reports.why,
    reports.verdict, substr(articles.text, quotes."start" + 1, quotes."end" - quotes."start") AS quote,
    articles.id AS article, articles.publisher, articles.published, articles.url
FROM reports
JOIN events ON events.number = reports.event
JOIN quotes ON quotes.number = reports.quote
JOIN articles ON articles.number = reports.article
LEFT JOIN statements ON statements.number = reports.statement
LEFT JOIN actors AS speakers ON speakers.number = statements.speaker;

CREATE VIEW statements_view AS
SELECT statements.id, speakers.name AS speaker, speakers.country AS speaker_country, statements.act,
    addressees.name AS addressee, statements.certainty, statements.quotation,
    substr(articles.text, statements.content_start + 1, statements.content_end - statements.content_start) AS content,
    outer_statements.id AS within, statements.date_start, statements.date_end, statements.day, statements.known,
    statements.verdict, substr(articles.text, quotes."start" + 1, quotes."end" - quotes."start") AS quote,
    articles.id AS article, articles.publisher, articles.published, articles.url
FROM statements
JOIN actors AS speakers ON speakers.number = statements.speaker
JOIN quotes ON quotes.number = statements.quote
JOIN articles ON articles.number = statements.article
LEFT JOIN actors AS addressees ON addressees.number = statements.addressee
LEFT JOIN statements AS outer_statements ON outer_statements.number = statements.within;

CREATE VIEW commitments_view AS
SELECT commitments.id, threads.id AS thread,
    (SELECT group_concat(name, '; ') FROM (
        SELECT actors.name FROM commitment_actors JOIN actors ON actors.number = commitment_actors.actor
        WHERE commitment_actors.commitment = commitments.number AND role = 'donor' ORDER BY place)) AS donors,
    (SELECT group_concat(country, ' ') FROM (
        SELECT DISTINCT commitment_actors.country FROM commitment_actors
        WHERE commitment_actors.commitment = commitments.number AND role = 'donor' ORDER BY place)) AS donor_countries,
    (SELECT group_concat(name, '; ') FROM (
        SELECT actors.name FROM commitment_actors JOIN actors ON actors.number = commitment_actors.actor
        WHERE commitment_actors.commitment = commitments.number AND role = 'recipient' ORDER BY place)) AS recipients,
    (SELECT group_concat(country, ' ') FROM (
        SELECT DISTINCT commitment_actors.country FROM commitment_actors
        WHERE commitment_actors.commitment = commitments.number AND role = 'recipient' ORDER BY place)
    ) AS recipient_countries,
    commitments.category, commitments.instrument, commitments."value", commitments.low, commitments.high,
    commitments.currency, commitments.qualifiers, commitments.per,
    (SELECT group_concat(
        CASE WHEN items.count IS NULL THEN items.designation ELSE items.count || ' ' || items.designation END, '; ')
        FROM items WHERE items.commitment = commitments.number) AS items,
    commitments.stage, stagers.name AS stage_by, commitments.cumulative, commitments.date_start, commitments.date_end,
    commitments.day, commitments.known, speakers.name AS told_by, commitments.verdict,
    substr(articles.text, quotes."start" + 1, quotes."end" - quotes."start") AS quote,
    articles.id AS article, articles.publisher, articles.published, articles.url
FROM commitments
JOIN threads ON threads.number = commitments.thread
JOIN quotes ON quotes.number = commitments.quote
JOIN articles ON articles.number = commitments.article
LEFT JOIN actors AS stagers ON stagers.number = commitments.stage_by
LEFT JOIN statements ON statements.number = commitments.statement
LEFT JOIN actors AS speakers ON speakers.number = statements.speaker;

CREATE VIEW actors_view AS
SELECT actors.id, actors.name, actors.kind, actors.country, actors.sectors, actors.title, actors.code,
    (SELECT count(DISTINCT article) FROM mentions WHERE mentions.actor = actors.number) AS articles,
    (SELECT count(*) FROM statements WHERE statements.speaker = actors.number) AS statements,
    (SELECT count(*) FROM event_actors WHERE event_actors.actor = actors.number) AS events
FROM actors;
