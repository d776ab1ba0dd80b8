CREATE TABLE "worlds" (
  "id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "created_at" INTEGER NOT NULL DEFAULT (unixepoch()),
  "updated_at" INTEGER NOT NULL DEFAULT (unixepoch()),
  "md_path" TEXT,
  "md_hash" TEXT,
  "last_synced_at" INTEGER,
  PRIMARY KEY ("id")
) STRICT;

CREATE TABLE "patterns" (
  "id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "created_at" INTEGER NOT NULL DEFAULT (unixepoch()),
  "updated_at" INTEGER NOT NULL DEFAULT (unixepoch()),
  "md_path" TEXT,
  "md_hash" TEXT,
  "last_synced_at" INTEGER,
  PRIMARY KEY ("id")
) STRICT;

CREATE TABLE "sessions" (
  "id" TEXT NOT NULL,
  "world_id" TEXT NOT NULL,
  "pattern_id" TEXT,
  "status" TEXT NOT NULL,
  "sie_id" TEXT,
  "model_used" TEXT,
  "tokens_in" INTEGER NOT NULL DEFAULT 0,
  "tokens_out" INTEGER NOT NULL DEFAULT 0,
  "closed_at" INTEGER,
  "created_at" INTEGER NOT NULL DEFAULT (unixepoch()),
  "updated_at" INTEGER NOT NULL DEFAULT (unixepoch()),
  "md_path" TEXT,
  "md_hash" TEXT,
  "last_synced_at" INTEGER,
  PRIMARY KEY ("world_id", "id"),
  CONSTRAINT "sessions_status_check" CHECK ("status" IN ('pending', 'active', 'closed', 'failed')),
  CONSTRAINT "sessions_tokens_in_check" CHECK (tokens_in >= 0),
  CONSTRAINT "sessions_tokens_out_check" CHECK (tokens_out >= 0),
  FOREIGN KEY ("world_id") REFERENCES "worlds" ("id"),
  FOREIGN KEY ("pattern_id") REFERENCES "patterns" ("id")
) STRICT;
CREATE INDEX "sessions_pattern_idx" ON "sessions" ("pattern_id", "world_id");
CREATE INDEX "sessions_world_idx" ON "sessions" ("world_id", "created_at");

CREATE TABLE "summaries" (
  "id" TEXT NOT NULL,
  "session_id" TEXT NOT NULL,
  "world_id" TEXT NOT NULL,
  "content" TEXT NOT NULL,
  "created_at" INTEGER NOT NULL DEFAULT (unixepoch()),
  "updated_at" INTEGER NOT NULL DEFAULT (unixepoch()),
  "md_path" TEXT,
  "md_hash" TEXT,
  "last_synced_at" INTEGER,
  PRIMARY KEY ("world_id", "id"),
  FOREIGN KEY ("world_id", "session_id") REFERENCES "sessions" ("world_id", "id"),
  FOREIGN KEY ("world_id") REFERENCES "worlds" ("id")
) STRICT;
CREATE INDEX "summaries_session_idx" ON "summaries" ("world_id", "session_id");
CREATE INDEX "summaries_world_idx" ON "summaries" ("world_id", "created_at");
