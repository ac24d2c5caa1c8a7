using Connecto.Archive;
using Connecto.Settings;
using Microsoft.Extensions.Configuration;

namespace Connecto.Tests.Archive;

/// <summary>What settings of archives mean.</summary>
[Trait("Runtime", "Either")]
public sealed class ArchiveOptionsTests
{
    [Theory]
    [InlineData("/archive", "", "", false, true)]
    [InlineData("/archive", "365", "", true, true)]
    [InlineData("/archive", "36500", "36500", true, true)]
    [InlineData("", "", "90", true, false)]
    [InlineData("archive", "365", "", true, false)]
    [InlineData("archive", "", "", false, false)]
    public void A_variable_without_a_value_asks_for_nothing(
        string folder,
        string messages,
        string events,
        bool isOn,
        bool isSound
    )
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("Archive:Folder", folder),
                new("Archive:MessagesAfterDays", messages),
                new("Archive:EventsAfterDays", events),
            ])
            .Build();

        var options = new ArchiveOptions();
        SettingServices.Fill(options, ArchiveOptions.Section, settings);

        Assert.Equal((isOn, isSound), (options.IsOn, options.Fault() is null));
    }

    [Theory]
    [InlineData(90, 30, 365)]
    [InlineData(30, 400, 365)]
    public void Classes_follow_each_other(int infrequent, int cold, int deep)
    {
        var options = new ArchiveOptions
        {
            InfrequentAfterDays = infrequent,
            ColdAfterDays = cold,
            DeepAfterDays = deep,
        };

        Assert.EndsWith($"must rise: they are {infrequent}, {cold} and {deep}.", options.Fault());
    }
}
