using Nudge.SchedulerService.Tests.Storage.Conformance;

namespace Nudge.SchedulerService.Tests.Storage.Machine;

/// <summary>Runs random operations on SQLite.</summary>
public sealed class SqliteMachineTests(SqliteHarness harness) : StoreMachine<SqliteHarness>(harness);
