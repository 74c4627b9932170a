using Nudge.SchedulerService.Tests.Storage.Conformance;

namespace Nudge.SchedulerService.Tests.Storage.Machine;

public sealed class PostgresMachineTests(PostgresHarness harness) : StoreMachine<PostgresHarness>(harness);
