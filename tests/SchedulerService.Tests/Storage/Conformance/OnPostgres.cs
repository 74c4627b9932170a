namespace Nudge.SchedulerService.Tests.Storage.Conformance;

public sealed class PostgresCreateTests(PostgresHarness harness) : CreateConformance<PostgresHarness>(harness);

public sealed class PostgresRequestTests(PostgresHarness harness) : RequestConformance<PostgresHarness>(harness);

public sealed class PostgresGetTests(PostgresHarness harness) : GetConformance<PostgresHarness>(harness);

public sealed class PostgresListTests(PostgresHarness harness) : ListConformance<PostgresHarness>(harness);

public sealed class PostgresChangedTests(PostgresHarness harness) : ChangedConformance<PostgresHarness>(harness);

public sealed class PostgresChangeTests(PostgresHarness harness) : ChangeConformance<PostgresHarness>(harness);

public sealed class PostgresCancelTests(PostgresHarness harness) : CancelConformance<PostgresHarness>(harness);

public sealed class PostgresRetryTests(PostgresHarness harness) : RetryConformance<PostgresHarness>(harness);

public sealed class PostgresUnreachableTests(PostgresHarness harness) : UnreachableConformance<PostgresHarness>(harness);

public sealed class PostgresForgetTests(PostgresHarness harness) : ForgetConformance<PostgresHarness>(harness);

public sealed class PostgresRetentionTests(PostgresHarness harness) : RetentionConformance<PostgresHarness>(harness);

public sealed class PostgresSettingTests(PostgresHarness harness) : SettingConformance<PostgresHarness>(harness);

public sealed class PostgresScanTests(PostgresHarness harness) : ScanConformance<PostgresHarness>(harness);

public sealed class PostgresReadTests(PostgresHarness harness) : ReadConformance<PostgresHarness>(harness);

public sealed class PostgresSettleTests(PostgresHarness harness) : SettleConformance<PostgresHarness>(harness);

public sealed class PostgresSettleBatchTests(PostgresHarness harness) : SettleBatchConformance<PostgresHarness>(harness);

public sealed class PostgresStaleTests(PostgresHarness harness) : StaleConformance<PostgresHarness>(harness);

public sealed class PostgresSessionTests(PostgresHarness harness) : SessionConformance<PostgresHarness>(harness);

public sealed class PostgresOwnerTests(PostgresHarness harness) : OwnerConformance<PostgresHarness>(harness);

public sealed class PostgresAuditTests(PostgresHarness harness) : AuditConformance<PostgresHarness>(harness);
