using System.Data.Common;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage;

/// <summary>Reads a connection string of the form <c>Keyword=value;…</c>. Errors name keywords and never values, since any value may be a password.</summary>
internal static class ConnectionStringText
{
    /// <summary>The keywords and values, whatever they are.</summary>
    /// <exception cref="CannotStartException">The text has another form.</exception>
    public static DbConnectionStringBuilder Read(string text)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            throw new CannotStartException(
                "the connection string 'reminders' is not of the form Host=HOST;Database=NAME;Username=NAME;Password=PASSWORD (PostgreSQL) or Data Source=FILE (SQLite).");
        }
    }

    /// <summary>Gives a provider's builder the keywords and values one by one, so that the one at fault is known.</summary>
    /// <param name="builder">An empty one.</param>
    /// <param name="text">The connection string.</param>
    /// <param name="store">The provider's store, for people to read.</param>
    /// <exception cref="CannotStartException">The provider does not take it.</exception>
    public static T ReadInto<T>(T builder, string text, string store)
        where T : DbConnectionStringBuilder
    {
        var settings = Read(text);
        foreach (string keyword in settings.Keys)
        {
            try
            {
                builder[keyword] = settings[keyword];
            }
            catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidCastException or OverflowException or NotSupportedException)
            {
                throw new CannotStartException($"the connection string 'reminders' is wrong: {store} does not know the keyword {keyword}, or does not take its value.", failure);
            }
        }

        return builder;
    }
}
