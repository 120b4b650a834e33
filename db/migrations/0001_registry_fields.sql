CREATE TYPE "public"."automation_run_status" AS ENUM('running', 'waiting_for_approval', 'waiting_for_credits', 'paused', 'succeeded', 'partly_succeeded', 'failed', 'stopped_at_budget', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."automation_stage" AS ENUM('clusters', 'ideas', 'tasks', 'content', 'image_prompts', 'images');--> statement-breakpoint
CREATE TYPE "public"."notice_audience" AS ENUM('administrator', 'account');--> statement-breakpoint
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
CREATE TABLE "key_checks" (
	"key_id" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "model_prices" DROP CONSTRAINT "model_prices_model";
--> statement-breakpoint
ALTER TABLE "providers" ALTER COLUMN "credential_names" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "providers" ADD COLUMN "live_base_url" text NOT NULL;--> statement-breakpoint
ALTER TABLE "providers" ADD COLUMN "credential_fields" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "automation_runs" ADD CONSTRAINT "automation_runs_started_by_users_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_runs" ADD CONSTRAINT "automation_runs_site" FOREIGN KEY ("site_id","account_id") REFERENCES "public"."sites"("id","account_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_stage_runs" ADD CONSTRAINT "automation_stage_runs_automation_run_id_automation_runs_id_fk" FOREIGN KEY ("automation_run_id") REFERENCES "public"."automation_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automation_stages" ADD CONSTRAINT "automation_stages_site_id_automations_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."automations"("site_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "automations" ADD CONSTRAINT "automations_site" FOREIGN KEY ("site_id","account_id") REFERENCES "public"."sites"("id","account_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "automation_runs_site" ON "automation_runs" USING btree ("site_id","created_at");--> statement-breakpoint
CREATE INDEX "automation_runs_open" ON "automation_runs" USING btree ("status") WHERE "automation_runs"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "automations_due" ON "automations" USING btree ("next_due_at") WHERE "automations"."schedule_enabled" and "automations"."paused_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "notices_once" ON "notices" USING btree ("kind","key");--> statement-breakpoint
CREATE INDEX "notices_recent" ON "notices" USING btree ("audience","created_at");--> statement-breakpoint
ALTER TABLE "model_prices" ADD CONSTRAINT "model_prices_model" FOREIGN KEY ("model_id","model_type") REFERENCES "public"."ai_models"("id","model_type") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_prices" ADD CONSTRAINT "model_prices_not_backdated" CHECK ("model_prices"."effective_from" >= "model_prices"."created_at");--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_retiring_until" CHECK ("credentials"."status" <> 'retiring' or "credentials"."retires_at" is not null);