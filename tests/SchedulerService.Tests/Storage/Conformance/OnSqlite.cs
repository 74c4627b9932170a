namespace Nudge.SchedulerService.Tests.Storage.Conformance;

public sealed class SqliteCreateTests(SqliteHarness harness) : CreateConformance<SqliteHarness>(harness);

public sealed class SqliteRequestTests(SqliteHarness harness) : RequestConformance<SqliteHarness>(harness);

public sealed class SqliteGetTests(SqliteHarness harness) : GetConformance<SqliteHarness>(harness);

public sealed class SqliteListTests(SqliteHarness harness) : ListConformance<SqliteHarness>(harness);

public sealed class SqliteChangedTests(SqliteHarness harness) : ChangedConformance<SqliteHarness>(harness);

public sealed class SqliteChangeTests(SqliteHarness harness) : ChangeConformance<SqliteHarness>(harness);

public sealed class SqliteCancelTests(SqliteHarness harness) : CancelConformance<SqliteHarness>(harness);

public sealed class SqliteRetryTests(SqliteHarness harness) : RetryConformance<SqliteHarness>(harness);

public sealed class SqliteUnreachableTests(SqliteHarness harness) : UnreachableConformance<SqliteHarness>(harness);

public sealed class SqliteForgetTests(SqliteHarness harness) : ForgetConformance<SqliteHarness>(harness);

public sealed class SqliteRetentionTests(SqliteHarness harness) : RetentionConformance<SqliteHarness>(harness);

public sealed class SqliteSettingTests(SqliteHarness harness) : SettingConformance<SqliteHarness>(harness);

public sealed class SqliteScanTests(SqliteHarness harness) : ScanConformance<SqliteHarness>(harness);

public sealed class SqliteReadTests(SqliteHarness harness) : ReadConformance<SqliteHarness>(harness);

public sealed class SqliteSettleTests(SqliteHarness harness) : SettleConformance<SqliteHarness>(harness);

public sealed class SqliteSettleBatchTests(SqliteHarness harness) : SettleBatchConformance<SqliteHarness>(harness);

public sealed class SqliteStaleTests(SqliteHarness harness) : StaleConformance<SqliteHarness>(harness);

public sealed class SqliteSessionTests(SqliteHarness harness) : SessionConformance<SqliteHarness>(harness);

public sealed class SqliteOwnerTests(SqliteHarness harness) : OwnerConformance<SqliteHarness>(harness);

public sealed class SqliteAuditTests(SqliteHarness harness) : AuditConformance<SqliteHarness>(harness);
