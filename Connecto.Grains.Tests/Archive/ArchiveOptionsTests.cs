using Connecto.Archive;
using Microsoft.Extensions.Configuration;

namespace Connecto.Tests.Archive;

/// <summary>What settings of archives mean.</summary>
[Trait("Runtime", "Either")]
public sealed class ArchiveOptionsTests
{
    [Theory]
    [InlineData("/archive", "", "", false, true)]
    [InlineData("/archive", "365", "", true, true)]
    [InlineData("", "", "90", true, false)]
    [InlineData("/archive", "0", "", true, false)]
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

        var options = settings.GetSection(ArchiveOptions.Section).Get<ArchiveOptions>()!;

        Assert.Equal((isOn, isSound), (options.IsOn, options.Fault() is null));
    }
}
