using NodaTime;
using Nudge.BotService.Commands;
using Nudge.BotService.Words;

namespace Nudge.BotService.Tests.Commands;

public sealed class CommandParserTests
{
    [Theory]
    [InlineData("list", "en")]
    [InlineData(" LIST ", "en")]
    [InlineData("show my reminders", "en")]
    [InlineData("liste", "de")]
    [InlineData("mes rappels", "fr")]
    [InlineData("list", "de")]
    public void Parse_List_ReturnsList(string text, string language) => Assert.Equal(new Command.List(), Parse(text, language));

    [Theory]
    [InlineData("cancel 2", "en", 2)]
    [InlineData(" Cancel  17 ", "en", 17)]
    [InlineData("lösche 2", "de", 2)]
    [InlineData("annule 2", "fr", 2)]
    [InlineData("cancel", "en", null)]
    public void Parse_Cancel_ReturnsTheNumber(string text, string language, int? number) => Assert.Equal(new Command.OnListed(ListedVerb.Cancel, number), Parse(text, language));

    [Fact]
    public void Parse_PauseAndResume_ReturnTheNumber()
    {
        Assert.Equal(new Command.OnListed(ListedVerb.Pause, 2), Parse("pause 2"));
        Assert.Equal(new Command.OnListed(ListedVerb.Resume, 2), Parse("resume 2"));
    }

    [Theory]
    [InlineData("undo", "en")]
    [InlineData("rückgängig", "de")]
    [InlineData("défais", "fr")]
    public void Parse_Undo_ReturnsUndo(string text, string language) => Assert.Equal(new Command.Undo(), Parse(text, language));

    [Fact]
    public void Parse_Settings_ReturnsTheChange()
    {
        Assert.Equal(new Command.Settings(null), Parse("settings"));
        Assert.Equal(new Command.Settings((DayPart.Morning, new LocalTime(8, 0))), Parse("settings morning 8:00"));
        Assert.Equal(new Command.Settings((DayPart.Evening, new LocalTime(18, 30))), Parse("settings evening at 18:30"));
        Assert.Equal(new Command.Settings((DayPart.Morning, new LocalTime(8, 0))), Parse("einstellungen morgens 8:00", "de"));
        Assert.Equal(new Command.Settings((DayPart.Morning, new LocalTime(8, 0))), Parse("réglages matin 8:00", "fr"));
    }

    [Theory]
    [InlineData("timezone Europe/Berlin", "Europe/Berlin")]
    [InlineData("time zone America/Argentina/Buenos_Aires ", "America/Argentina/Buenos_Aires")]
    [InlineData("Zeitzone Europe/Berlin", "Europe/Berlin")]
    public void Parse_TimeZone_ReturnsItsName(string text, string name) => Assert.Equal(new Command.SetTimeZone(name), Parse(text));

    [Fact]
    public void Parse_Digit_ReturnsTheChoice() => Assert.Equal(new Command.Choose(2), Parse(" 2 "));

    [Theory]
    [InlineData("remind me in 10 minutes to\ntwo\nlines", "two\nlines")]
    [InlineData("remind me in 10 minutes today's report", "today's report")]
    [InlineData("remind me in 10 minutes to remind me in 5 minutes to x", "remind me in 5 minutes to x")]
    [InlineData("  remind  me  in  30   seconds   to   drink water  ", "drink water")]
    [InlineData("erinnere mich morgen an Oma", "Oma")]
    public void Parse_Request_KeepsItsText(string text, string reminder) => Assert.Equal(reminder, Assert.IsType<Command.Remind>(Parse(text)).Request.Text);

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("listen")]
    [InlineData("list all of it")]
    [InlineData("cancel two")]
    [InlineData("cancel -1")]
    [InlineData("cancel 99999")]
    [InlineData("timezone")]
    public void Parse_OtherText_ReturnsHelp(string text) => Assert.Equal(new Command.Help(), Parse(text));

    private static Command Parse(string text, string language = "en") => CommandParser.Parse(text, Language.Of(language), []);
}
