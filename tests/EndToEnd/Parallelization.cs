using Xunit.Sdk;
using Xunit.v3;

// The tests measure seconds, and each class starts a complete Nudge.
[assembly: Parallelization(Mode = ParallelMode.None)]
