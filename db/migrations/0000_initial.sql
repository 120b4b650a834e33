CREATE TYPE "public"."automation_run_status" AS ENUM('running', 'waiting_for_approval', 'waiting_for_credits', 'paused', 'succeeded', 'partly_succeeded', 'failed', 'stopped_at_budget', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."automation_stage" AS ENUM('clusters', 'ideas', 'tasks', 'content', 'image_prompts', 'images');--> statement-breakpoint
CREATE TYPE "public"."article_state" AS ENUM('draft', 'in_review', 'approved');--> statement-breakpoint
CREATE TYPE "public"."content_type" AS ENUM('article', 'guide', 'how_to', 'listicle', 'comparison', 'review', 'faq');--> statement-breakpoint
CREATE TYPE "public"."idea_status" AS ENUM('new', 'accepted', 'sent');--> statement-breakpoint
CREATE TYPE "public"."image_placement" AS ENUM('featured', 'in_article');--> statement-breakpoint
CREATE TYPE "public"."keyword_status" AS ENUM('new', 'clustered', 'archived');--> statement-breakpoint
CREATE TYPE "public"."optimization_state" AS ENUM('proposed', 'accepted', 'refused');--> statement-breakpoint
CREATE TYPE "public"."revision_source" AS ENUM('generated', 'edited', 'images', 'links', 'optimized', 'restored');--> statement-breakpoint
CREATE TYPE "public"."search_intent" AS ENUM('informational', 'commercial', 'transactional', 'navigational');--> statement-breakpoint
CREATE TYPE "public"."suggestion_status" AS ENUM('suggested', 'accepted', 'dismissed');--> statement-breakpoint
CREATE TYPE "public"."task_status" AS ENUM('to_do', 'written');--> statement-breakpoint
CREATE TYPE "public"."account_status" AS ENUM('active', 'suspended');--> statement-breakpoint
CREATE TYPE "public"."membership_role" AS ENUM('owner', 'editor', 'viewer');--> statement-breakpoint
CREATE TYPE "public"."model_status" AS ENUM('active', 'standby', 'inactive', 'retired');--> statement-breakpoint
CREATE TYPE "public"."model_type" AS ENUM('text', 'image');--> statement-breakpoint
CREATE TYPE "public"."notice_audience" AS ENUM('administrator', 'account');--> statement-breakpoint
CREATE TYPE "public"."credential_status" AS ENUM('active', 'retiring', 'failing', 'revoked');--> statement-breakpoint
CREATE TYPE "public"."provider_kind" AS ENUM('ai', 'email', 'payment');--> statement-breakpoint
CREATE TYPE "public"."attempt_state" AS ENUM('sent', 'answered', 'unknown', 'settled', 'voided');--> statement-breakpoint
CREATE TYPE "public"."run_status" AS ENUM('queued', 'running', 'waiting', 'succeeded', 'partly_succeeded', 'failed', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."run_step_state" AS ENUM('pending', 'running', 'done', 'failed', 'cancelled');--> statement-breakpoint
CREATE TABLE "article_revisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"article_id" uuid NOT NULL,
	"number" integer,
	"source" "revision_source" NOT NULL,
	"title" text NOT NULL,
	"body_html" text NOT NULL,
	"meta_title" text NOT NULL,
	"meta_description" text NOT NULL,
	"tags" text[] NOT NULL,
	"word_count" integer NOT NULL,
	"author_label" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "article_revisions_number" UNIQUE("article_id","number"),
	CONSTRAINT "article_revisions_numbered" CHECK ("article_revisions"."number" is not null or "article_revisions"."source" = 'optimized')
);
--> statement-breakpoint
CREATE TABLE "articles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"task_id" uuid,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"body_html" text NOT NULL,
	"meta_title" text NOT NULL,
	"meta_description" text NOT NULL,
	"tags" text[] NOT NULL,
	"word_count" integer NOT NULL,
	"state" "article_state" DEFAULT 'draft' NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "articles_id_site" UNIQUE("id","site_id"),
	CONSTRAINT "articles_title_present" CHECK (btrim("articles"."title") <> '')
);
--> statement-breakpoint
CREATE TABLE "image_prompts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"article_id" uuid NOT NULL,
	"placement" "image_placement" NOT NULL,
	"position" integer NOT NULL,
	"prompt" text NOT NULL,
	"alt_text" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "image_prompts_position" CHECK (("image_prompts"."placement" = 'featured') = ("image_prompts"."position" = 0) and "image_prompts"."position" >= 0),
	CONSTRAINT "image_prompts_present" CHECK (btrim("image_prompts"."prompt") <> '')
);
--> statement-breakpoint
CREATE TABLE "images" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"article_id" uuid NOT NULL,
	"prompt_id" uuid,
	"prompt" text NOT NULL,
	"placement" "image_placement" NOT NULL,
	"position" integer NOT NULL,
	"is_placed" boolean NOT NULL,
	"alt_text" text DEFAULT '' NOT NULL,
	"media_key" text NOT NULL,
	"content_type" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"bytes" integer NOT NULL,
	"tier" text,
	"model_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "images_placed_not_deleted" CHECK (not "images"."is_placed" or "images"."deleted_at" is null),
	CONSTRAINT "images_size" CHECK ("images"."width" > 0 and "images"."height" > 0 and "images"."bytes" > 0)
);
--> statement-breakpoint
CREATE TABLE "link_suggestions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"article_id" uuid NOT NULL,
	"target_article_id" uuid NOT NULL,
	"anchor_text" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"status" "suggestion_status" DEFAULT 'suggested' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "link_suggestions_elsewhere" CHECK ("link_suggestions"."article_id" <> "link_suggestions"."target_article_id"),
	CONSTRAINT "link_suggestions_decided" CHECK (("link_suggestions"."status" = 'suggested') = ("link_suggestions"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "optimizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"article_id" uuid NOT NULL,
	"base_revision" integer NOT NULL,
	"revision_id" uuid NOT NULL,
	"scores" jsonb NOT NULL,
	"changes" text[] NOT NULL,
	"state" "optimization_state" DEFAULT 'proposed' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "optimizations_revision" UNIQUE("revision_id"),
	CONSTRAINT "optimizations_decided" CHECK (("optimizations"."state" = 'proposed') = ("optimizations"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "stored_results" (
	"source_step_id" uuid NOT NULL,
	"part" integer DEFAULT 0 NOT NULL,
	"account_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"object_ids" uuid[] NOT NULL,
	"stored_at" timestamp with time zone NOT NULL,
	CONSTRAINT "stored_results_source_step_id_part_pk" PRIMARY KEY("source_step_id","part")
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_label" text NOT NULL,
	"account_id" uuid,
	"action" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	"object_label" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"reason" text,
	"request_id" text NOT NULL,
	"address" text
);
--> statement-breakpoint
CREATE TABLE "automation_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"trigger" text NOT NULL,
	"status" "automation_run_status" DEFAULT 'running' NOT NULL,
	"stage" "automation_stage",
	"ceiling" bigint NOT NULL,
	"quote" jsonb,
	"due_at" timestamp with time zone,
	"reason" text,
	"started_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "automation_runs_once_per_due" UNIQUE("site_id","due_at"),
	CONSTRAINT "automation_runs_trigger" CHECK ("automation_runs"."trigger" in ('automation', 'schedule')),
	CONSTRAINT "automation_runs_scheduled_has_due" CHECK (("automation_runs"."trigger" = 'schedule') = ("automation_runs"."due_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "automation_stage_runs" (
	"automation_run_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"stage" "automation_stage" NOT NULL,
	"enabled" boolean NOT NULL,
	"max_items" integer NOT NULL,
	"approval_after" boolean NOT NULL,
	"approved_at" timestamp with time zone,
	"items" jsonb,
	"done" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "automation_stage_runs_automation_run_id_stage_pk" PRIMARY KEY("automation_run_id","stage")
);
--> statement-breakpoint
CREATE TABLE "automation_stages" (
	"site_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"stage" "automation_stage" NOT NULL,
	"enabled" boolean NOT NULL,
	"max_items" integer NOT NULL,
	"approval_after" boolean DEFAULT false NOT NULL,
	CONSTRAINT "automation_stages_site_id_stage_pk" PRIMARY KEY("site_id","stage"),
	CONSTRAINT "automation_stages_items" CHECK ("automation_stages"."max_items" between 1 and 500)
);
--> statement-breakpoint
CREATE TABLE "automations" (
	"site_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"cron" text,
	"schedule_enabled" boolean DEFAULT false NOT NULL,
	"paused_at" timestamp with time zone,
	"next_due_at" timestamp with time zone,
	"budget_per_run" bigint,
	"budget_per_month" bigint,
	"updated_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "automations_budgets_positive" CHECK (coalesce(least("automations"."budget_per_run", "automations"."budget_per_month"), 1) > 0),
	CONSTRAINT "automations_enabled_has_cron" CHECK (not "automations"."schedule_enabled" or ("automations"."cron" is not null and "automations"."next_due_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "clusters" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"intent" "search_intent",
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "clusters_id_site" UNIQUE("id","site_id"),
	CONSTRAINT "clusters_name_present" CHECK (btrim("clusters"."name") <> '')
);
--> statement-breakpoint
CREATE TABLE "content_ideas" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"cluster_id" uuid,
	"title" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"outline" text[] NOT NULL,
	"target_keywords" text[] NOT NULL,
	"content_type" "content_type" DEFAULT 'article' NOT NULL,
	"status" "idea_status" DEFAULT 'new' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "content_ideas_id_site" UNIQUE("id","site_id"),
	CONSTRAINT "content_ideas_title_present" CHECK (btrim("content_ideas"."title") <> '')
);
--> statement-breakpoint
CREATE TABLE "keywords" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"cluster_id" uuid,
	"keyword" text NOT NULL,
	"volume" integer,
	"difficulty" integer,
	"intent" "search_intent",
	"country" text DEFAULT '' NOT NULL,
	"status" "keyword_status" DEFAULT 'new' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "keywords_word_present" CHECK (btrim("keywords"."keyword") <> '' and length("keywords"."keyword") <= 200),
	CONSTRAINT "keywords_figures" CHECK (coalesce("keywords"."volume", 0) >= 0 and coalesce("keywords"."difficulty", 0) between 0 and 100),
	CONSTRAINT "keywords_country" CHECK ("keywords"."country" ~ '^([A-Z]{2})?$'),
	CONSTRAINT "keywords_status_cluster" CHECK (case "keywords"."status" when 'new' then "keywords"."cluster_id" is null when 'clustered' then "keywords"."cluster_id" is not null else true end)
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"idea_id" uuid,
	"title" text NOT NULL,
	"instructions" text DEFAULT '' NOT NULL,
	"outline" text[] NOT NULL,
	"target_keywords" text[] NOT NULL,
	"content_type" "content_type" DEFAULT 'article' NOT NULL,
	"status" "task_status" DEFAULT 'to_do' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "tasks_id_site" UNIQUE("id","site_id"),
	CONSTRAINT "tasks_title_present" CHECK (btrim("tasks"."title") <> '')
);
--> statement-breakpoint
CREATE TABLE "credit_accounts" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"balance" bigint DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"sequence" bigint DEFAULT 0 NOT NULL,
	"next_expiry" timestamp with time zone,
	"low_balance_threshold" bigint DEFAULT 100 NOT NULL,
	"is_low" boolean DEFAULT true NOT NULL,
	CONSTRAINT "credit_accounts_never_negative" CHECK ("credit_accounts"."balance" >= 0 and "credit_accounts"."held" >= 0),
	CONSTRAINT "credit_accounts_held_is_covered" CHECK ("credit_accounts"."held" <= "credit_accounts"."balance")
);
--> statement-breakpoint
CREATE TABLE "credit_entries" (
	"transaction_id" uuid NOT NULL,
	"line" smallint NOT NULL,
	"account_id" uuid NOT NULL,
	"book" text NOT NULL,
	"grant_id" uuid,
	"amount" bigint NOT NULL,
	CONSTRAINT "credit_entries_transaction_id_line_pk" PRIMARY KEY("transaction_id","line"),
	CONSTRAINT "credit_entries_book" CHECK ("credit_entries"."book" in ('customer', 'granted', 'purchased', 'revenue', 'absorbed', 'refunded', 'expired', 'adjusted')),
	CONSTRAINT "credit_entries_customer_names_grant" CHECK (("credit_entries"."book" = 'customer') = ("credit_entries"."grant_id" is not null)),
	CONSTRAINT "credit_entries_not_zero" CHECK ("credit_entries"."amount" <> 0)
);
--> statement-breakpoint
CREATE TABLE "credit_grants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"transaction_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"remaining" bigint NOT NULL,
	"priority" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp with time zone,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"is_open" boolean GENERATED ALWAYS AS (remaining > 0) STORED NOT NULL,
	CONSTRAINT "credit_grants_remaining" CHECK ("credit_grants"."remaining" between 0 and "credit_grants"."amount" and "credit_grants"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "credit_late_settlements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reservation_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"fence" integer NOT NULL,
	"state" text NOT NULL,
	"credits" bigint NOT NULL,
	"provider_cost_usd" numeric(18, 8),
	"provider_request_id" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "credit_late_settlements_once" UNIQUE("reservation_id","fence")
);
--> statement-breakpoint
CREATE TABLE "credit_proofs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"accounts" integer NOT NULL,
	"transactions" bigint NOT NULL,
	"ok" boolean NOT NULL,
	"findings" jsonb NOT NULL,
	"asked_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "credit_reservations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"amount" bigint NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"fence" integer DEFAULT 1 NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"price_id" uuid NOT NULL,
	"model_type" "model_type" NOT NULL,
	"tokens_per_credit" bigint,
	"credits_per_image" bigint,
	"model_id" uuid NOT NULL,
	"served_model_id" uuid NOT NULL,
	"site_id" uuid,
	"user_id" uuid,
	"run_id" uuid,
	"operation" text NOT NULL,
	"trigger" text NOT NULL,
	"attempt" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"end_hash" text,
	"usage_id" uuid,
	"reason" text,
	CONSTRAINT "credit_reservations_key" UNIQUE("account_id","key"),
	CONSTRAINT "credit_reservations_amount" CHECK ("credit_reservations"."amount" > 0),
	CONSTRAINT "credit_reservations_state" CHECK ("credit_reservations"."state" in ('pending', 'unknown', 'posted', 'voided', 'expired')),
	CONSTRAINT "credit_reservations_trigger" CHECK ("credit_reservations"."trigger" in ('manual', 'automation', 'schedule', 'direct')),
	CONSTRAINT "credit_reservations_price" CHECK (num_nonnulls("credit_reservations"."tokens_per_credit", "credit_reservations"."credits_per_image") = 1)
);
--> statement-breakpoint
CREATE TABLE "credit_transactions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	"key" text,
	"request_hash" text,
	"reservation_id" uuid,
	"usage_id" uuid,
	"refund_of" uuid,
	"reason" text,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_label" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "credit_transactions_sequence" UNIQUE("account_id","sequence"),
	CONSTRAINT "credit_transactions_kind" CHECK ("credit_transactions"."kind" in ('grant', 'purchase', 'usage', 'refund', 'adjustment', 'expiry')),
	CONSTRAINT "credit_transactions_sign" CHECK (case "credit_transactions"."kind" when 'usage' then "credit_transactions"."amount" <= 0 when 'expiry' then "credit_transactions"."amount" < 0 when 'adjustment' then "credit_transactions"."amount" <> 0 else "credit_transactions"."amount" > 0 end),
	CONSTRAINT "credit_transactions_never_negative" CHECK ("credit_transactions"."balance_after" >= 0)
);
--> statement-breakpoint
CREATE TABLE "platform_settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"usd_per_credit" numeric(14, 6) DEFAULT '0.01' NOT NULL,
	"usage_closed" date DEFAULT '2000-01-01' NOT NULL,
	"updated_by" uuid,
	"updated_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "platform_settings_one_row" CHECK ("platform_settings"."id" = 1),
	CONSTRAINT "platform_settings_usd_per_credit" CHECK ("platform_settings"."usd_per_credit" >= 0)
);
--> statement-breakpoint
CREATE TABLE "usage_days" (
	"account_id" uuid NOT NULL,
	"day" date NOT NULL,
	"operation" text NOT NULL,
	"model_id" uuid,
	"site_id" uuid,
	"trigger" text NOT NULL,
	"calls" bigint NOT NULL,
	"tokens" bigint NOT NULL,
	"images" bigint NOT NULL,
	"credits" bigint NOT NULL,
	"charged" bigint NOT NULL,
	"unrounded" numeric(24, 6) NOT NULL,
	"provider_cost_usd" numeric(24, 8) NOT NULL,
	"uncosted" bigint NOT NULL,
	CONSTRAINT "usage_days_key" UNIQUE NULLS NOT DISTINCT("account_id","day","operation","model_id","site_id","trigger")
);
--> statement-breakpoint
CREATE TABLE "usage_totals" (
	"day" date NOT NULL,
	"operation" text NOT NULL,
	"model_id" uuid,
	"trigger" text NOT NULL,
	"calls" bigint NOT NULL,
	"tokens" bigint NOT NULL,
	"images" bigint NOT NULL,
	"credits" bigint NOT NULL,
	"charged" bigint NOT NULL,
	"unrounded" numeric(24, 6) NOT NULL,
	"provider_cost_usd" numeric(24, 8) NOT NULL,
	"uncosted" bigint NOT NULL,
	CONSTRAINT "usage_totals_key" UNIQUE NULLS NOT DISTINCT("day","operation","model_id","trigger")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"status" "account_status" DEFAULT 'active' NOT NULL,
	"low_balance_threshold" bigint DEFAULT 100 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "accounts_name_present" CHECK (btrim("accounts"."name") <> ''),
	CONSTRAINT "accounts_threshold_not_negative" CHECK ("accounts"."low_balance_threshold" >= 0)
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "api_tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"body" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_scope_key_pk" PRIMARY KEY("scope","key")
);
--> statement-breakpoint
CREATE TABLE "login_methods" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" "membership_role" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "memberships_account_id_user_id_pk" PRIMARY KEY("account_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"expire" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"is_administrator" boolean DEFAULT false NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legacy_migrations" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"source_identity" text,
	"source_shown" text,
	"source_sealed" text,
	"source_key_id" text,
	"max_change" integer,
	"api_on" boolean DEFAULT false NOT NULL,
	"archive_path" text,
	"archive_hash" text,
	"closed_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "legacy_migrations_one_row" CHECK ("legacy_migrations"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "legacy_phases" (
	"phase" smallint PRIMARY KEY NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"round" integer DEFAULT 0 NOT NULL,
	"done" bigint DEFAULT 0 NOT NULL,
	"total" bigint,
	"plan" jsonb,
	"report" jsonb,
	"findings" jsonb,
	"saved" jsonb,
	"applied_at" timestamp with time zone,
	"verified_at" timestamp with time zone,
	"asked" text,
	"asked_by" text,
	"asked_options" jsonb,
	"lease_until" timestamp with time zone,
	"error" text,
	CONSTRAINT "legacy_phases_number" CHECK ("legacy_phases"."phase" between 1 and 7),
	CONSTRAINT "legacy_phases_state" CHECK ("legacy_phases"."state" in ('pending', 'applying', 'applied', 'verified')),
	CONSTRAINT "legacy_phases_asked" CHECK ("legacy_phases"."asked" in ('plan', 'apply', 'verify', 'rollback'))
);
--> statement-breakpoint
CREATE TABLE "legacy_prices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model" text NOT NULL,
	"place" text NOT NULL,
	"figure" text NOT NULL,
	"amount" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legacy_rows" (
	"source_table" text NOT NULL,
	"source_pk" text NOT NULL,
	"phase" smallint NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"target_type" text,
	"target_id" uuid,
	"detail" jsonb,
	CONSTRAINT "legacy_rows_phase_source_table_source_pk_pk" PRIMARY KEY("phase","source_table","source_pk"),
	CONSTRAINT "legacy_rows_outcome" CHECK ("legacy_rows"."outcome" in ('imported', 'merged', 'listed')),
	CONSTRAINT "legacy_rows_reason" CHECK ("legacy_rows"."outcome" <> 'listed' or "legacy_rows"."reason" is not null)
);
--> statement-breakpoint
CREATE TABLE "legacy_shadow" (
	"usage_pk" text PRIMARY KEY NOT NULL,
	"account_pk" text NOT NULL,
	"operation" text NOT NULL,
	"model" text NOT NULL,
	"tokens" bigint,
	"images" bigint,
	"old_credits" bigint NOT NULL,
	"rule_credits" bigint,
	"new_credits" bigint,
	"price_id" uuid,
	"unpriced" text,
	CONSTRAINT "legacy_shadow_priced_or_not" CHECK (("legacy_shadow"."new_credits" is null) = ("legacy_shadow"."unpriced" is not null))
);
--> statement-breakpoint
CREATE TABLE "ai_models" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_name" text NOT NULL,
	"display_name" text NOT NULL,
	"model_type" "model_type" NOT NULL,
	"provider_id" uuid NOT NULL,
	"status" "model_status" DEFAULT 'inactive' NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"quality_tier" text,
	"context_window" integer,
	"max_output_tokens" integer,
	"valid_sizes" text[],
	"input_cost_per_mtok" numeric(14, 6),
	"output_cost_per_mtok" numeric(14, 6),
	"cost_per_image" numeric(14, 6),
	"deprecated_at" timestamp with time zone,
	"shutdown_at" timestamp with time zone,
	"successor_id" uuid,
	"last_seen_at" timestamp with time zone,
	"provider_options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "ai_models_model_name_unique" UNIQUE("model_name"),
	CONSTRAINT "ai_models_id_type" UNIQUE("id","model_type"),
	CONSTRAINT "ai_models_default_is_active" CHECK (not "ai_models"."is_default" or "ai_models"."status" = 'active'),
	CONSTRAINT "ai_models_tier_by_type" CHECK (("ai_models"."model_type" = 'image') = ("ai_models"."quality_tier" is not null)),
	CONSTRAINT "ai_models_not_own_successor" CHECK ("ai_models"."successor_id" <> "ai_models"."id"),
	CONSTRAINT "ai_models_costs_not_negative" CHECK (least("ai_models"."input_cost_per_mtok", "ai_models"."output_cost_per_mtok", "ai_models"."cost_per_image") >= 0)
);
--> statement-breakpoint
CREATE TABLE "model_prices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" uuid NOT NULL,
	"model_type" "model_type" NOT NULL,
	"tokens_per_credit" bigint,
	"credits_per_image" bigint,
	"effective_from" timestamp with time zone NOT NULL,
	"cancelled_at" timestamp with time zone,
	"reason" text,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "model_prices_not_backdated" CHECK ("model_prices"."effective_from" >= "model_prices"."created_at"),
	CONSTRAINT "model_prices_by_type" CHECK (("model_prices"."model_type" = 'text' and coalesce("model_prices"."tokens_per_credit", 0) between 1 and 1000000000 and "model_prices"."credits_per_image" is null)
        or ("model_prices"."model_type" = 'image' and coalesce("model_prices"."credits_per_image", 0) between 1 and 1000000 and "model_prices"."tokens_per_credit" is null))
);
--> statement-breakpoint
CREATE TABLE "quality_tiers" (
	"tier" text PRIMARY KEY NOT NULL,
	"label" text NOT NULL,
	"position" integer NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "quality_tiers_position_unique" UNIQUE("position")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"audience" "notice_audience" NOT NULL,
	"account_id" uuid,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"link" text,
	"created_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	CONSTRAINT "notices_account_by_audience" CHECK (("notices"."audience" = 'account') = ("notices"."account_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" uuid PRIMARY KEY NOT NULL,
	"provider_id" uuid NOT NULL,
	"account_id" uuid,
	"name" text NOT NULL,
	"secret" text NOT NULL,
	"key_id" text NOT NULL,
	"secret_version" integer DEFAULT 1 NOT NULL,
	"bound_origin" text NOT NULL,
	"last_four" text,
	"fingerprint" text NOT NULL,
	"status" "credential_status" DEFAULT 'active' NOT NULL,
	"is_sandbox" boolean DEFAULT false NOT NULL,
	"retires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"last_failed_at" timestamp with time zone,
	"last_error" text,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credentials_secret_present" CHECK ("credentials"."secret" <> ''),
	CONSTRAINT "credentials_retiring_until" CHECK ("credentials"."status" <> 'retiring' or "credentials"."retires_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "key_checks" (
	"key_id" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "provider_tests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"provider_id" uuid NOT NULL,
	"credential_id" uuid,
	"ok" boolean NOT NULL,
	"latency_ms" integer NOT NULL,
	"error" text,
	"models_seen" integer,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "providers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"kind" "provider_kind" NOT NULL,
	"base_url" text NOT NULL,
	"live_base_url" text NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"is_sandbox" boolean DEFAULT false NOT NULL,
	"credential_fields" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "providers_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"step_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"purpose" text NOT NULL,
	"state" "attempt_state" DEFAULT 'sent' NOT NULL,
	"operation" text NOT NULL,
	"provider_id" uuid NOT NULL,
	"served_model_id" uuid NOT NULL,
	"reservation_id" uuid NOT NULL,
	"reservation_fence" integer NOT NULL,
	"held" bigint NOT NULL,
	"expected_tokens" integer NOT NULL,
	"credits" bigint,
	"answer" jsonb,
	"input_tokens" integer,
	"cached_tokens" integer,
	"output_tokens" integer,
	"reasoning_tokens" integer,
	"images" integer,
	"cost_usd" numeric(18, 8),
	"provider_request_id" text,
	"duration_ms" integer,
	"error_kind" text,
	"error_message" text,
	"usage_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "attempts_number" UNIQUE("step_id","number"),
	CONSTRAINT "attempts_ended_at" CHECK (("attempts"."state" in ('settled', 'voided')) = ("attempts"."ended_at" is not null)),
	CONSTRAINT "attempts_answered" CHECK ("attempts"."state" <> 'answered' or ("attempts"."answer" is not null and "attempts"."credits" is not null))
);
--> statement-breakpoint
CREATE TABLE "run_events" (
	"run_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"data" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "run_events_run_id_number_pk" PRIMARY KEY("run_id","number")
);
--> statement-breakpoint
CREATE TABLE "run_steps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"label" text NOT NULL,
	"input" jsonb NOT NULL,
	"state" "run_step_state" DEFAULT 'pending' NOT NULL,
	"quote_min" bigint NOT NULL,
	"quote_expected" bigint NOT NULL,
	"quote_max" bigint NOT NULL,
	"credits_charged" bigint DEFAULT 0 NOT NULL,
	"served_model_id" uuid,
	"result" jsonb,
	"troubled_since" timestamp with time zone,
	"error_code" text,
	"error_message" text,
	"finished_at" timestamp with time zone,
	CONSTRAINT "run_steps_position" UNIQUE("run_id","position"),
	CONSTRAINT "run_steps_done_has_result" CHECK (("run_steps"."state" = 'done') = ("run_steps"."result" is not null)),
	CONSTRAINT "run_steps_failed_says_why" CHECK ("run_steps"."state" <> 'failed' or "run_steps"."error_code" is not null)
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"operation" text NOT NULL,
	"trigger" text NOT NULL,
	"status" "run_status" DEFAULT 'queued' NOT NULL,
	"stage" text,
	"waiting_for" text,
	"needed" bigint,
	"resume_at" timestamp with time zone,
	"input" jsonb NOT NULL,
	"total" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"quote_min" bigint NOT NULL,
	"quote_expected" bigint NOT NULL,
	"quote_max" bigint NOT NULL,
	"ceiling" bigint NOT NULL,
	"credits_charged" bigint DEFAULT 0 NOT NULL,
	"error_code" text,
	"error_message" text,
	"asked_model_id" uuid,
	"priced_model_id" uuid NOT NULL,
	"served_model_id" uuid NOT NULL,
	"served_reason" text,
	"idempotency_key" text NOT NULL,
	"request_hash" text NOT NULL,
	"automation_run_id" uuid,
	"started_by" uuid,
	"started_by_label" text NOT NULL,
	"lease_owner" text,
	"lease_until" timestamp with time zone,
	"fence" integer DEFAULT 0 NOT NULL,
	"events" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "runs_once" UNIQUE("account_id","idempotency_key"),
	CONSTRAINT "runs_trigger" CHECK ("runs"."trigger" in ('manual', 'automation', 'schedule', 'direct')),
	CONSTRAINT "runs_waiting_says_why" CHECK (("runs"."status" = 'waiting') = ("runs"."waiting_for" is not null)),
	CONSTRAINT "runs_finished_at" CHECK (("runs"."status" in ('succeeded', 'partly_succeeded', 'failed', 'cancelled')) = ("runs"."finished_at" is not null)),
	CONSTRAINT "runs_lease" CHECK (("runs"."status" = 'running') = ("runs"."lease_owner" is not null)),
	CONSTRAINT "runs_quote_in_order" CHECK (0 <= "runs"."quote_min" and "runs"."quote_min" <= "runs"."quote_expected" and "runs"."quote_expected" <= "runs"."quote_max"),
	CONSTRAINT "runs_progress" CHECK ("runs"."done" >= 0 and "runs"."failed" >= 0 and "runs"."done" + "runs"."failed" <= "runs"."total")
);
--> statement-breakpoint
CREATE TABLE "site_settings" (
	"site_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"image_tier" text,
	"image_model_id" uuid,
	"text_model_id" uuid,
	"featured_images" integer DEFAULT 1 NOT NULL,
	"in_article_images" integer DEFAULT 2 NOT NULL,
	"featured_image_size" text,
	"in_article_image_size" text,
	"image_style" text DEFAULT 'photorealistic' NOT NULL,
	"image_format" text DEFAULT 'webp' NOT NULL,
	"language" text DEFAULT 'en' NOT NULL,
	"tone" text DEFAULT 'neutral' NOT NULL,
	"brand_instructions" text DEFAULT '' NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "site_settings_image_counts" CHECK ("site_settings"."featured_images" between 0 and 1 and "site_settings"."in_article_images" between 0 and 10)
);
--> statement-breakpoint
CREATE TABLE "sites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"domain" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "sites_id_account" UNIQUE("id","account_id"),
	CONSTRAINT "sites_name_present" CHECK (btrim("sites"."name") <> '')
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"name" text PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"runs_at_once" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "article_revisions" ADD CONSTRAINT "article_revisions_article_fk" FOREIGN KEY ("article_id","site_id") REFERENCES "public"."articles"("id","site_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_site_fk" FOREIGN KEY ("site_id","account_id") REFERENCES "public"."sites"("id","account_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_task_fk" FOREIGN KEY ("task_id","site_id") REFERENCES "public"."tasks"("id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "image_prompts" ADD CONSTRAINT "image_prompts_article_fk" FOREIGN KEY ("article_id","site_id") REFERENCES "public"."articles"("id","site_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_prompt_id_image_prompts_id_fk" FOREIGN KEY ("prompt_id") REFERENCES "public"."image_prompts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_model_id_ai_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."ai_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_article_fk" FOREIGN KEY ("article_id","site_id") REFERENCES "public"."articles"("id","site_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_suggestions" ADD CONSTRAINT "link_suggestions_article_fk" FOREIGN KEY ("article_id","site_id") REFERENCES "public"."articles"("id","site_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_suggestions" ADD CONSTRAINT "link_suggestions_target_fk" FOREIGN KEY ("target_article_id","site_id") REFERENCES "public"."articles"("id","site_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "optimizations" ADD CONSTRAINT "optimizations_revision_id_article_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."article_revisions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "optimizations" ADD CONSTRAINT "optimizations_article_fk" FOREIGN KEY ("article_id","site_id") REFERENCES "public"."articles"("id","site_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stored_results" ADD CONSTRAINT "stored_results_site_fk" FOREIGN KEY ("site_id","account_id") REFERENCES "public"."sites"("id","account_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_runs" ADD CONSTRAINT "automation_runs_started_by_users_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_runs" ADD CONSTRAINT "automation_runs_site" FOREIGN KEY ("site_id","account_id") REFERENCES "public"."sites"("id","account_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_stage_runs" ADD CONSTRAINT "automation_stage_runs_automation_run_id_automation_runs_id_fk" FOREIGN KEY ("automation_run_id") REFERENCES "public"."automation_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_stages" ADD CONSTRAINT "automation_stages_site_id_automations_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."automations"("site_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automations" ADD CONSTRAINT "automations_site" FOREIGN KEY ("site_id","account_id") REFERENCES "public"."sites"("id","account_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clusters" ADD CONSTRAINT "clusters_site_fk" FOREIGN KEY ("site_id","account_id") REFERENCES "public"."sites"("id","account_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content_ideas" ADD CONSTRAINT "content_ideas_site_fk" FOREIGN KEY ("site_id","account_id") REFERENCES "public"."sites"("id","account_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content_ideas" ADD CONSTRAINT "content_ideas_cluster_fk" FOREIGN KEY ("cluster_id","site_id") REFERENCES "public"."clusters"("id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "keywords" ADD CONSTRAINT "keywords_site_fk" FOREIGN KEY ("site_id","account_id") REFERENCES "public"."sites"("id","account_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "keywords" ADD CONSTRAINT "keywords_cluster_fk" FOREIGN KEY ("cluster_id","site_id") REFERENCES "public"."clusters"("id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_site_fk" FOREIGN KEY ("site_id","account_id") REFERENCES "public"."sites"("id","account_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_idea_fk" FOREIGN KEY ("idea_id","site_id") REFERENCES "public"."content_ideas"("id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD CONSTRAINT "credit_accounts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_grants" ADD CONSTRAINT "credit_grants_account_id_credit_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."credit_accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_reservations" ADD CONSTRAINT "credit_reservations_account_id_credit_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."credit_accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD CONSTRAINT "credit_transactions_account_id_credit_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."credit_accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_settings" ADD CONSTRAINT "platform_settings_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "login_methods" ADD CONSTRAINT "login_methods_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ai_models" ADD CONSTRAINT "ai_models_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ai_models" ADD CONSTRAINT "ai_models_quality_tier_quality_tiers_tier_fk" FOREIGN KEY ("quality_tier") REFERENCES "public"."quality_tiers"("tier") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ai_models" ADD CONSTRAINT "ai_models_successor_id_ai_models_id_fk" FOREIGN KEY ("successor_id") REFERENCES "public"."ai_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_prices" ADD CONSTRAINT "model_prices_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_prices" ADD CONSTRAINT "model_prices_model" FOREIGN KEY ("model_id","model_type") REFERENCES "public"."ai_models"("id","model_type") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_tests" ADD CONSTRAINT "provider_tests_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_tests" ADD CONSTRAINT "provider_tests_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_step_id_run_steps_id_fk" FOREIGN KEY ("step_id") REFERENCES "public"."run_steps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_served_model_id_ai_models_id_fk" FOREIGN KEY ("served_model_id") REFERENCES "public"."ai_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_events" ADD CONSTRAINT "run_events_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_steps" ADD CONSTRAINT "run_steps_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_steps" ADD CONSTRAINT "run_steps_served_model_id_ai_models_id_fk" FOREIGN KEY ("served_model_id") REFERENCES "public"."ai_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_asked_model_id_ai_models_id_fk" FOREIGN KEY ("asked_model_id") REFERENCES "public"."ai_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_priced_model_id_ai_models_id_fk" FOREIGN KEY ("priced_model_id") REFERENCES "public"."ai_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_served_model_id_ai_models_id_fk" FOREIGN KEY ("served_model_id") REFERENCES "public"."ai_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_started_by_users_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_site" FOREIGN KEY ("site_id","account_id") REFERENCES "public"."sites"("id","account_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_settings" ADD CONSTRAINT "site_settings_image_tier_quality_tiers_tier_fk" FOREIGN KEY ("image_tier") REFERENCES "public"."quality_tiers"("tier") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_settings" ADD CONSTRAINT "site_settings_image_model_id_ai_models_id_fk" FOREIGN KEY ("image_model_id") REFERENCES "public"."ai_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_settings" ADD CONSTRAINT "site_settings_text_model_id_ai_models_id_fk" FOREIGN KEY ("text_model_id") REFERENCES "public"."ai_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_settings" ADD CONSTRAINT "site_settings_site" FOREIGN KEY ("site_id","account_id") REFERENCES "public"."sites"("id","account_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sites" ADD CONSTRAINT "sites_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "articles_once_per_task" ON "articles" USING btree ("task_id") WHERE "articles"."deleted_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "articles_slug" ON "articles" USING btree ("site_id","slug") WHERE "articles"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "articles_recent" ON "articles" USING btree ("site_id","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "image_prompts_place" ON "image_prompts" USING btree ("article_id","placement","position") WHERE "image_prompts"."deleted_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "images_one_featured" ON "images" USING btree ("article_id") WHERE "images"."is_placed" and "images"."placement" = 'featured';--> statement-breakpoint
CREATE INDEX "images_recent" ON "images" USING btree ("site_id","created_at","id");--> statement-breakpoint
CREATE INDEX "images_samples" ON "images" USING btree ("account_id","model_id","created_at");--> statement-breakpoint
CREATE INDEX "images_article" ON "images" USING btree ("article_id");--> statement-breakpoint
CREATE INDEX "images_prompt" ON "images" USING btree ("prompt_id");--> statement-breakpoint
CREATE UNIQUE INDEX "link_suggestions_once" ON "link_suggestions" USING btree ("article_id","target_article_id") WHERE "link_suggestions"."status" = 'suggested';--> statement-breakpoint
CREATE INDEX "link_suggestions_recent" ON "link_suggestions" USING btree ("site_id","created_at","id");--> statement-breakpoint
CREATE INDEX "optimizations_recent" ON "optimizations" USING btree ("site_id","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_at" ON "audit_events" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_events_object" ON "audit_events" USING btree ("object_type","object_id");--> statement-breakpoint
CREATE INDEX "audit_events_actor" ON "audit_events" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "automation_runs_site" ON "automation_runs" USING btree ("site_id","created_at");--> statement-breakpoint
CREATE INDEX "automation_runs_open" ON "automation_runs" USING btree ("status") WHERE "automation_runs"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "automations_due" ON "automations" USING btree ("next_due_at") WHERE "automations"."schedule_enabled" and "automations"."paused_at" is null;--> statement-breakpoint
CREATE INDEX "clusters_recent" ON "clusters" USING btree ("site_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "clusters_name" ON "clusters" USING btree ("site_id",lower("name")) WHERE "clusters"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "content_ideas_recent" ON "content_ideas" USING btree ("site_id","created_at","id");--> statement-breakpoint
CREATE INDEX "content_ideas_cluster" ON "content_ideas" USING btree ("cluster_id");--> statement-breakpoint
CREATE UNIQUE INDEX "keywords_once" ON "keywords" USING btree ("site_id",lower("keyword"),"country") WHERE "keywords"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "keywords_word" ON "keywords" USING btree ("site_id",lower("keyword") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "keywords_by_word" ON "keywords" USING btree ("site_id",lower("keyword"),"id");--> statement-breakpoint
CREATE INDEX "keywords_by_volume" ON "keywords" USING btree ("site_id",coalesce("volume", -1),"id");--> statement-breakpoint
CREATE INDEX "keywords_by_difficulty" ON "keywords" USING btree ("site_id",coalesce("difficulty", -1),"id");--> statement-breakpoint
CREATE INDEX "keywords_recent" ON "keywords" USING btree ("site_id","created_at","id");--> statement-breakpoint
CREATE INDEX "keywords_cluster" ON "keywords" USING btree ("cluster_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_once_per_idea" ON "tasks" USING btree ("idea_id") WHERE "tasks"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "tasks_recent" ON "tasks" USING btree ("site_id","created_at","id");--> statement-breakpoint
CREATE INDEX "credit_grants_open" ON "credit_grants" USING btree ("account_id","expires_at","priority","id") WHERE "credit_grants"."is_open";--> statement-breakpoint
CREATE INDEX "credit_grants_account" ON "credit_grants" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "credit_late_settlements_at" ON "credit_late_settlements" USING btree ("at");--> statement-breakpoint
CREATE INDEX "credit_reservations_due" ON "credit_reservations" USING btree ("deadline") WHERE "credit_reservations"."state" in ('pending', 'unknown');--> statement-breakpoint
CREATE INDEX "credit_reservations_held" ON "credit_reservations" USING btree ("account_id") WHERE "credit_reservations"."state" in ('pending', 'unknown');--> statement-breakpoint
CREATE INDEX "credit_reservations_run" ON "credit_reservations" USING btree ("run_id") WHERE "credit_reservations"."run_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "credit_transactions_key" ON "credit_transactions" USING btree ("account_id","key") WHERE "credit_transactions"."key" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "credit_transactions_one_per_reservation" ON "credit_transactions" USING btree ("reservation_id") WHERE "credit_transactions"."reservation_id" is not null;--> statement-breakpoint
CREATE INDEX "credit_transactions_refunds" ON "credit_transactions" USING btree ("refund_of") WHERE "credit_transactions"."refund_of" is not null;--> statement-breakpoint
CREATE INDEX "usage_days_model" ON "usage_days" USING btree ("day","model_id");--> statement-breakpoint
CREATE INDEX "api_tokens_user" ON "api_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "login_methods_user" ON "login_methods" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "memberships_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "legacy_prices_model" ON "legacy_prices" USING btree ("model");--> statement-breakpoint
CREATE UNIQUE INDEX "ai_models_one_default" ON "ai_models" USING btree ("model_type") WHERE "ai_models"."is_default";--> statement-breakpoint
CREATE UNIQUE INDEX "ai_models_one_active_per_tier" ON "ai_models" USING btree ("quality_tier") WHERE "ai_models"."status" = 'active';--> statement-breakpoint
CREATE INDEX "ai_models_provider" ON "ai_models" USING btree ("provider_id");--> statement-breakpoint
CREATE INDEX "ai_models_successor" ON "ai_models" USING btree ("successor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "model_prices_one_per_start" ON "model_prices" USING btree ("model_id","effective_from") WHERE "model_prices"."cancelled_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "notices_once" ON "notices" USING btree ("kind","key");--> statement-breakpoint
CREATE INDEX "notices_recent" ON "notices" USING btree ("audience","created_at");--> statement-breakpoint
CREATE INDEX "credentials_provider" ON "credentials" USING btree ("provider_id");--> statement-breakpoint
CREATE INDEX "credentials_key_id" ON "credentials" USING btree ("key_id");--> statement-breakpoint
CREATE UNIQUE INDEX "credentials_one_active" ON "credentials" USING btree ("provider_id","name",coalesce("account_id", '00000000-0000-0000-0000-000000000000'::uuid)) WHERE "credentials"."status" = 'active';--> statement-breakpoint
CREATE INDEX "provider_tests_recent" ON "provider_tests" USING btree ("provider_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "attempts_reservation" ON "attempts" USING btree ("reservation_id");--> statement-breakpoint
CREATE INDEX "attempts_run" ON "attempts" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "attempts_open" ON "attempts" USING btree ("run_id") WHERE "attempts"."state" in ('sent', 'answered', 'unknown');--> statement-breakpoint
CREATE INDEX "attempts_measured" ON "attempts" USING btree ("operation","created_at") WHERE "attempts"."state" = 'settled';--> statement-breakpoint
CREATE INDEX "runs_site_recent" ON "runs" USING btree ("site_id","created_at","id");--> statement-breakpoint
CREATE INDEX "runs_account_recent" ON "runs" USING btree ("account_id","created_at","id");--> statement-breakpoint
CREATE INDEX "runs_recent" ON "runs" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "runs_path" ON "runs" USING btree ("operation","trigger","created_at");--> statement-breakpoint
CREATE INDEX "runs_open" ON "runs" USING btree ("status","resume_at") WHERE "runs"."status" in ('queued', 'running', 'waiting');--> statement-breakpoint
CREATE INDEX "runs_automation" ON "runs" USING btree ("automation_run_id") WHERE "runs"."automation_run_id" is not null;--> statement-breakpoint
CREATE INDEX "sites_account" ON "sites" USING btree ("account_id");