call protect_tenant_table('automations');
call protect_tenant_table('automation_stages');
call protect_tenant_table('automation_runs');
call protect_tenant_table('automation_stage_runs');
