using Nudge.BotService.Commands;

namespace Nudge.BotService.Tests.Commands;

public sealed class CommandParserTests
{
    [Theory]
    [InlineData("remind me in 10 minutes to stretch", "00:10:00", "stretch")]
    [InlineData("Remind Me In 1 MINUTE To Stretch", "00:01:00", "Stretch")]
    [InlineData("  remind  me  in  30   seconds   to   drink water  ", "00:00:30", "drink water")]
    [InlineData("remind me in 2 hours call home", "02:00:00", "call home")]
    [InlineData("remind me in 3 days to pay", "3.00:00:00", "pay")]
    [InlineData("remind me in a minute to look up", "00:01:00", "look up")]
    [InlineData("remind me in an hour to eat", "01:00:00", "eat")]
    [InlineData("remind me in a day to come back", "1.00:00:00", "come back")]
    [InlineData("remind me in 5m to x", "00:05:00", "x")]
    [InlineData("remind me in 5 min to x", "00:05:00", "x")]
    [InlineData("remind me in 5 mins to x", "00:05:00", "x")]
    [InlineData("remind me in 5s to x", "00:00:05", "x")]
    [InlineData("remind me in 5 sec to x", "00:00:05", "x")]
    [InlineData("remind me in 5 h to x", "05:00:00", "x")]
    [InlineData("remind me in 5 hrs to x", "05:00:00", "x")]
    [InlineData("remind me in 5d to x", "5.00:00:00", "x")]
    [InlineData("remind me in 0 seconds to x", "00:00:00", "x")]
    [InlineData("remind me in 10 minutes to\ntwo\nlines", "00:10:00", "two\nlines")]
    [InlineData("remind me in 10 minutes today's report", "00:10:00", "today's report")]
    [InlineData("remind me in 10 minutes to remind me in 5 minutes to x", "00:10:00", "remind me in 5 minutes to x")]
    [InlineData("remind me in 9999999 days to x", "9999999.00:00:00", "x")]
    [InlineData("remind me in 1 minute 20 seconds to check the oven", "00:01:20", "check the oven")]
    [InlineData("remind me in 1 hour and 30 minutes to leave", "01:30:00", "leave")]
    [InlineData("remind me in 1 hour, 30 minutes and 5 seconds to leave", "01:30:05", "leave")]
    [InlineData("remind me in 1h 30m to leave", "01:30:00", "leave")]
    [InlineData("remind me in 1d12h30m5s to leave", "1.12:30:05", "leave")]
    [InlineData("remind me in an hour and a half to leave", "01:30:00", "leave")]
    [InlineData("remind me in a day and a half to leave", "1.12:00:00", "leave")]
    [InlineData("remind me in half an hour to leave", "00:30:00", "leave")]
    [InlineData("remind me in 1 hour and call home", "01:00:00", "and call home")]
    [InlineData("remind me in 10 minutes to wait 5 minutes", "00:10:00", "wait 5 minutes")]
    [InlineData("remind me in 2 hours to be there at 9", "02:00:00", "be there at 9")]
    public void Parse_RemindMe_ReturnsDelayAndText(string text, string delay, string reminder) =>
        Assert.Equal(new Command.RemindMe(TimeSpan.Parse(delay, System.Globalization.CultureInfo.InvariantCulture), reminder), CommandParser.Parse(text));

    [Theory]
    [InlineData("list")]
    [InlineData(" LIST ")]
    public void Parse_List_ReturnsList(string text) => Assert.Equal(new Command.List(), CommandParser.Parse(text));

    [Theory]
    [InlineData("cancel 2", 2)]
    [InlineData(" Cancel  17 ", 17)]
    public void Parse_Cancel_ReturnsTheNumber(string text, int number) => Assert.Equal(new Command.Cancel(number), CommandParser.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("listen")]
    [InlineData("cancel")]
    [InlineData("cancel two")]
    [InlineData("cancel -1")]
    [InlineData("cancel 99999")]
    [InlineData("remind me")]
    [InlineData("remind me in 10 minutes")]
    [InlineData("remind me in 10 minutes to")]
    [InlineData("remind me in 10 to stretch")]
    [InlineData("remind me in -5 minutes to stretch")]
    [InlineData("remind me in ten minutes to stretch")]
    [InlineData("remind me in 10000000 days to stretch")]
    [InlineData("remind me in aminute to stretch")]
    [InlineData("remind me in 10 months to stretch")]
    [InlineData("remind me in 2 days at 9am to stretch")]
    [InlineData("remind me in 5 minutes 2 hours to stretch")]
    [InlineData("remind me in 5 minutes and 5 minutes to stretch")]
    [InlineData("remind me in 2 and a half hours to stretch")]
    public void Parse_OtherText_ReturnsHelp(string text) => Assert.Equal(new Command.Help(), CommandParser.Parse(text));
}
