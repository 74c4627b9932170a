namespace Nudge.AppHost;

/// <summary>The store that any number of schedulers share.</summary>
internal static class PostgresResources
{
    /// <summary>
    /// A database that outlives its container. Its password is generated once and kept in the user's secrets, since the data remembers it.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddDurablePostgres(this IDistributedApplicationBuilder builder, string database) =>
        builder.AddPostgres("postgres").WithDataVolume().AddDatabase(database);
}
