using Nudge.SchedulerService.Tests.Storage.Conformance;

namespace Nudge.SchedulerService.Tests.Storage.Machine;

/// <summary>Runs random operations on PostgreSQL.</summary>
public sealed class PostgresMachineTests(PostgresHarness harness) : StoreMachine<PostgresHarness>(harness);
