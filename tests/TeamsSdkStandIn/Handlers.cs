namespace Microsoft.Teams.Apps;

public delegate Task InstallUpdateHandler(Context<InstallUpdateActivity> context, CancellationToken cancellationToken = default);

public delegate Task MessageHandler(Context<MessageActivity> context, CancellationToken cancellationToken = default);

public static class InstallUpdateExtensions
{
    public static TeamsBotApplication OnInstall(this TeamsBotApplication app, InstallUpdateHandler handler) => app.On(
        "installationUpdate", activity => new InstallUpdateActivity(activity), (context, cancellationToken) => context.Activity.IsAdd ? handler(context, cancellationToken) : Task.CompletedTask);
}

public static class MessageHandlerExtensions
{
    public static TeamsBotApplication OnMessage(this TeamsBotApplication app, MessageHandler handler) =>
        app.On("message", activity => new MessageActivity(activity), (context, cancellationToken) => handler(context, cancellationToken));
}
