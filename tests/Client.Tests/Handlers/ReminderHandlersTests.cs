namespace Nudge.Client.Tests.Handlers;

public sealed class ReminderHandlersTests
{
    private readonly ReminderHandlers _handlers = new();

    [Fact]
    public void Add_Method_HasTheNameOfItsClassAndItsOwn()
    {
        _handlers.Add(SendProactive);

        Assert.Equal("ReminderHandlersTests.SendProactive", Assert.Single(_handlers.All).Key);
    }

    [Fact]
    public void Add_Lambda_IsRefused()
    {
        var failure = Assert.Throws<ArgumentException>(() => _handlers.Add((string userId) => Task.CompletedTask));

        Assert.Contains("a lambda or local function has no lasting name", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_NamedLambda_HasThatName()
    {
        _handlers.Add("stretch", (string userId) => Task.CompletedTask);

        Assert.Equal("stretch", Assert.Single(_handlers.All).Key);
    }

    [Fact]
    public void Add_NameTwice_IsRefused()
    {
        _handlers.Add(SendProactive);

        var failure = Assert.Throws<ArgumentException>(() => _handlers.Add(SendProactive));

        Assert.Contains("two reminder handlers are named ReminderHandlersTests.SendProactive", failure.Message, StringComparison.Ordinal);
    }

    private static Task SendProactive(string userId) => Task.CompletedTask;
}
