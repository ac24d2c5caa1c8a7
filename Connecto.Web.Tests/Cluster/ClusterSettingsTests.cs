using Connecto.Settings;
using Connecto.Silo.Clustering;
using Microsoft.Extensions.Configuration;

namespace Connecto.Web.Tests.Cluster;

[Trait("Runtime", "Either")]
public sealed class ClusterSettingsTests
{
    [Fact]
    public void Without_settings_one_process_is_all_there_is()
    {
        var settings = From();
        Assert.Equal((true, Membership.None, null), (settings.HostsGrains, settings.Membership, settings.SiloPort));
    }

    [Fact]
    public void Redis_is_where_silos_find_each_other_once_it_is_named()
    {
        Assert.Equal(Membership.Redis, From(("ConnectionStrings:Redis", "redis:6379")).Membership);
        var both = From(("ConnectionStrings:Redis", "redis:6379"), ("Cluster:Membership", "postgres"));
        Assert.Equal((Membership.Postgres, 11111), (both.Membership, both.SiloPort));
    }

    [Fact]
    public void Every_setting_is_taken()
    {
        var settings = From(
            ("Cluster:HostsGrains", "false"),
            ("Cluster:Membership", "Postgres"),
            ("Cluster:ClusterId", "blue"),
            ("Cluster:ServiceId", "chat"),
            ("Cluster:Address", "10.0.0.7"),
            ("Cluster:SiloPort", "1"),
            ("Cluster:GatewayPort", "65535"),
            ("Cluster:ResponseTimeout", "00:00:03"),
            ("Cluster:ProbeTimeout", "00:00:02"),
            ("Cluster:MissedProbes", "4"),
            ("Cluster:Votes", "5"),
            ("Cluster:Inbox", "6"),
            ("Cluster:LoadSheddingCpu", "0"),
            ("Cluster:StartTimeout", "00:01:00"),
            ("Cluster:AliveEvery", "00:00:07"),
            ("Cluster:MissedSigns", "8"),
            ("Cluster:TableEvery", "00:00:09"),
            ("Cluster:GatewaysEvery", "00:00:11"),
            ("Cluster:JoinTimeout", "00:00:12"),
            ("Cluster:ShutdownTimeout", "00:00:13")
        );
        Assert.False(settings.HostsGrains);
        Assert.Equal(("blue", "chat", "10.0.0.7"), (settings.ClusterId, settings.ServiceId, $"{settings.Address}"));
        Assert.Equal(
            (1, 65535, 6, 0),
            (settings.SiloPort, settings.GatewayPort, settings.Inbox, settings.LoadSheddingCpu)
        );
        Assert.Equal((4, 5, 8), (settings.MissedProbes, settings.Votes, settings.MissedSigns));
        Assert.Equal(
            [3.0, 2.0, 60.0, 7.0, 9.0, 11.0, 12.0, 13.0],
            [
                settings.ResponseTimeout.TotalSeconds,
                settings.ProbeTimeout.TotalSeconds,
                settings.StartTimeout.TotalSeconds,
                settings.AliveEvery.TotalSeconds,
                settings.TableEvery.TotalSeconds,
                settings.GatewaysEvery.TotalSeconds,
                settings.JoinTimeout.TotalSeconds,
                settings.ShutdownTimeout.TotalSeconds,
            ]
        );
    }

    [Theory]
    [InlineData("HostsGrains", "perhaps")]
    [InlineData("Membership", "zookeeper")]
    [InlineData("Membership", "1")]
    [InlineData("Address", "silo-1")]
    [InlineData("SiloPort", "0")]
    [InlineData("SiloPort", "65536")]
    [InlineData("GatewayPort", "-1")]
    [InlineData("ResponseTimeout", "00:00:00")]
    [InlineData("ResponseTimeout", "soon")]
    [InlineData("ProbeTimeout", "2.00:00:00")]
    [InlineData("MissedProbes", "0")]
    [InlineData("Votes", "many")]
    [InlineData("Inbox", "0")]
    [InlineData("LoadSheddingCpu", "101")]
    [InlineData("StartTimeout", "-00:00:01")]
    [InlineData("AliveEvery", "0")]
    [InlineData("MissedSigns", "0")]
    [InlineData("TableEvery", "-1")]
    [InlineData("GatewaysEvery", "often")]
    [InlineData("JoinTimeout", "00:00:00")]
    [InlineData("ShutdownTimeout", "never")]
    public void A_value_that_is_none_is_refused_by_its_name(string name, string value)
    {
        var refusal = Assert.Throws<SettingException>(() => From(($"Cluster:{name}", value)));
        Assert.Contains($"Cluster__{name}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Membership_in_Redis_needs_a_Redis()
    {
        var refusal = Assert.Throws<SettingException>(() => From(("Cluster:Membership", "redis")));
        Assert.Contains("ConnectionStrings__Redis", refusal.Message, StringComparison.Ordinal);
    }

    private static ClusterSettings From(params (string Key, string? Value)[] settings) =>
        ClusterSettings.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection([
                    new("ConnectionStrings:Postgres", "Host=db"),
                    .. settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)),
                ])
                .Build()
        );
}
