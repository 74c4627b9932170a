using Nudge.SchedulerService.Tests.Storage.Conformance;

namespace Nudge.SchedulerService.Tests.Storage.Machine;

public sealed class SqliteMachineTests(SqliteHarness harness) : StoreMachine<SqliteHarness>(harness);
