using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Storage.Postgres;

internal static class PostgresExtensions
{
    /// <summary>Adds the options of a store in PostgreSQL.</summary>
    public static void AddPostgresOptions(this IServiceCollection services)
    {
        services.AddOptions<PostgresOptions>().BindConfiguration(PostgresOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PostgresOptions>, PostgresOptionsValidator>();
    }
}
