using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Nudge.Tests;

/// <summary>
/// Records the log of a test. <see cref="Verify"/> fails the test when an unexpected error was logged.
/// </summary>
public sealed class ErrorLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentBag<string> _expected = [];

    /// <summary>Accepts the errors whose line contains a fragment.</summary>
    public void Expect(string fragment) => _expected.Add(fragment);

    /// <summary>Gets every logged line, for tests of what must and must not be logged.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>Fails when an unexpected error was logged.</summary>
    public void Verify()
    {
        var unexpected = _errors.Where(error => !_expected.Any(fragment => error.Contains(fragment, StringComparison.Ordinal))).ToList();
        Assert.True(unexpected.Count == 0, "unexpected errors were logged:" + Environment.NewLine + string.Join(Environment.NewLine, unexpected));
    }

    public void Dispose()
    {
        // The container disposes of its logger providers; the test calls Verify once everything has stopped.
    }

    private sealed class Logger(ErrorLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{logLevel} {category}: {formatter(state, exception)} {exception}";
            log.Lines.Enqueue(line);
            if (logLevel >= LogLevel.Error)
                log._errors.Enqueue(line);
        }
    }
}
