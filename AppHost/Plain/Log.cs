namespace Nudge.AppHost.Plain;

/// <summary>One console for all processes: every line says whose it is.</summary>
internal sealed class Log
{
    private const int NameWidth = 9;
    private const string ResetColor = "\e[0m";
    private static readonly string[] Colors = ["\e[36m", "\e[33m", "\e[32m", "\e[35m"];

    private readonly Lock _lock = new();
    private readonly List<string> _names = [];
    private readonly bool _colored = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Writes what the host itself has to say.</summary>
    public void Write(string line) => Write("nudge", line);

    public void Write(string name, string line)
    {
        lock (_lock)
        {
            var prefix = name.PadRight(NameWidth) + " |";
            WriteLine(_colored ? $"{ColorOf(name)}{prefix}{ResetColor} {line}" : $"{prefix} {line}");
        }
    }

    /// <summary>Writes a block without prefixes, for people to copy from.</summary>
    public void WriteBlock(string text)
    {
        lock (_lock)
            WriteLine(text);
    }

    private static void WriteLine(string line)
    {
        try
        {
            Console.Out.WriteLine(line);
        }
        catch (IOException)
        {
            // The terminal is gone. The shutdown that this starts has to go on without one.
        }
    }

    private string ColorOf(string name)
    {
        if (!_names.Contains(name))
            _names.Add(name);

        return Colors[_names.IndexOf(name) % Colors.Length];
    }
}
