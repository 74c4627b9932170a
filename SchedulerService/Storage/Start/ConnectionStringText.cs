using System.Data.Common;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage;

/// <summary>Reads a connection string of the form <c>Keyword=value;…</c>. Errors name keywords, never values: any value may be a password.</summary>
internal static class ConnectionStringText
{
    /// <summary>Returns the keywords and values. Any keyword is accepted.</summary>
    /// <exception cref="CannotStartException">The text is not a list of keywords and values.</exception>
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

    /// <summary>Sets the keywords and values in a provider's builder one by one, so that the error can name the wrong keyword.</summary>
    /// <param name="builder">An empty builder.</param>
    /// <param name="text">The connection string.</param>
    /// <param name="store">The name of the provider's store, for the error text.</param>
    /// <exception cref="CannotStartException">The provider does not accept a keyword or its value.</exception>
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
                throw new CannotStartException($"the connection string 'reminders' is wrong: {store} does not know the keyword {keyword}, or does not accept its value.", failure);
            }
        }

        return builder;
    }
}
