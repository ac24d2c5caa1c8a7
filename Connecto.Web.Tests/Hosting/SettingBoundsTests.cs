using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Connecto.Settings;
using Connecto.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Hosting;

/// <summary>Settings with which a server does not start.</summary>
[Trait("Runtime", "Either")]
public sealed class SettingBoundsTests
{
    [Theory]
    [InlineData("Storage__CommandTimeoutSeconds", "2147483647", "a whole number from 1 to 3600")]
    [InlineData("Storage__CommandTimeoutSeconds", "0", "a whole number from 1 to 3600")]
    [InlineData("Storage__StartTimeoutSeconds", "86401", "a whole number from 1 to 86400")]
    [InlineData("Storage__ReplicaLagSeconds", "2147483647", "a whole number from 1 to 86400")]
    [InlineData("Storage__SlowQuerySeconds", "86400.1", "a number of seconds over 0 and at most 86400")]
    [InlineData("Storage__Lanes", "257", "a whole number from 1 to 256")]
    [InlineData("Storage__LaneQueue", "2147483647", "a whole number from 1 to 1000000")]
    [InlineData("Storage__Prepare", "yes", "true or false")]
    [InlineData("DATABASE_MAX_CONNECTIONS", "1025", "a whole number from 1 to 1024")]
    [InlineData("DATABASE_CONNECTION_TIMEOUT", "100000", "a whole number from 1 to 1024")]
    [InlineData("Caching__PopularFor", "3000000.00:00:00", "a time such as 00:00:10, from 00:00:00 to 30.00:00:00")]
    [InlineData("Caching__ListsFor", "-00:00:01", "a time such as 00:00:10, from 00:00:00 to 30.00:00:00")]
    [InlineData("Caching__WarmPlanets", "-5", "a whole number from 0 to 100000")]
    [InlineData("Caching__Entries", "-1", "a whole number from 0 to 10000000")]
    [InlineData("Planets__RestAfter", "-00:00:01", "a time such as 00:00:10, from 00:00:00.0100000 to 30.00:00:00")]
    [InlineData("Presence__GatherFor", "00:00:00", "a time such as 00:00:10, from 00:00:00.0100000 to 00:01:00")]
    [InlineData("Chat__PingAfter", "15", "a time such as 00:00:10, from 00:00:01 to 1.00:00:00")]
    [InlineData("Chat__HeadsEvery", "00:00:00", "a time such as 00:00:10, from 00:00:01 to 1.00:00:00")]
    [InlineData("Chat__ArrivingTogether", "0", "a whole number from 1 to 100000")]
    [InlineData("Passwords__Queue", "0", "a whole number from 1 to 1000000")]
    [InlineData("RateLimits__RestPerMinute", "0", "a whole number from 1 to 1000000")]
    [InlineData("Archive__DeepAfterDays", "1000000", "a whole number from 1 to 36500")]
    [InlineData("Archive__MessagesAfterDays", "1000000", "a whole number from 1 to 36500")]
    [InlineData("Archive__RestoredDays", "2147483647", "a whole number from 0 to 36500")]
    [InlineData("Cluster__Inbox", "2147483647", "a whole number from 1 to 10000000")]
    [InlineData("Proxies__NoticeWithin", "-00:00:01", "a time such as 00:00:10, from 00:00:00 to 1.00:00:00")]
    [InlineData("CONNECTO_REGISTRATION", "shut", "open or closed")]
    public void A_value_out_of_bounds_is_refused_by_its_name_and_bounds(string name, string value, string expected)
    {
        Assert.Equal($"{name} is '{value}', not {expected}.", Refusal((name, value)));
    }

    [Theory]
    [InlineData("ConnectionStrings__Postgres")]
    [InlineData("ConnectionStrings__PostgresReadOnly")]
    public void A_connection_string_that_is_none_is_refused_and_not_repeated(string name)
    {
        var refusal = Refusal((name, "Password=secret;Nonsense=1"));

        Assert.StartsWith($"{name} is no connection string", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pool_that_is_to_keep_more_than_it_may_have_is_refused()
    {
        Assert.Equal(
            "DATABASE_MIN_CONNECTIONS is 30, more than DATABASE_MAX_CONNECTIONS, which is 20.",
            Refusal(("DATABASE_MIN_CONNECTIONS", "30"))
        );
    }

    [Theory]
    [InlineData("", "30", "Archive__Folder is not set, and Archive__MessagesAfterDays or Archive__EventsAfterDays is.")]
    [InlineData("archive", "", "Archive__Folder is 'archive', not an absolute path.")]
    public void An_archive_needs_a_folder_that_is_an_absolute_path(string folder, string after, string words)
    {
        Assert.Equal(words, Refusal(("Archive__Folder", folder), ("Archive__EventsAfterDays", after)));
    }

    [Fact]
    public void A_setting_that_is_empty_is_as_one_that_is_not_set()
    {
        Assert.Null(
            Refusal(
                ("Storage__Prepare", ""),
                ("Storage__Lanes", ""),
                ("DATABASE_MAX_CONNECTIONS", "3"),
                ("Chat__PingAfter", ""),
                ("Caching__Entries", " "),
                ("Archive__MessagesAfterDays", ""),
                ("Archive__Folder", ""),
                ("ConnectionStrings__PostgresReadOnly", "")
            )
        );
    }

    [Fact]
    public void All_defaults_are_within_their_bounds()
    {
        Assert.Null(Refusal());
        Assert.NotEmpty(Bounded());
        Assert.Equal([], Bounded().Where(option => !IsWithin(option)).Select(option => option.ToString()));
    }

    [Fact]
    public void A_Redis_that_cannot_be_read_is_named_and_its_password_is_not_told()
    {
        var refusal = Refusal(("ConnectionStrings__Redis", "localhost,password=secret,connectTimeout=soon"));
        Assert.Contains("redis", refusal, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", refusal, StringComparison.Ordinal);
    }

    private static IEnumerable<PropertyInfo> Bounded() =>
        from assembly in new[] { typeof(ConnectoWeb).Assembly, typeof(SettingException).Assembly }
        from type in assembly.GetTypes()
        from property in type.GetProperties()
        where property.IsDefined(typeof(RangeAttribute))
        select property;

    private static bool IsWithin(PropertyInfo option) =>
        option
            .GetCustomAttribute<RangeAttribute>()!
            .IsValid(option.GetValue(Activator.CreateInstance(option.DeclaringType!)));

    private static string? Refusal(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ConnectionStrings:Postgres"] = "Host=127.0.0.1";
        foreach (var (name, value) in settings)
        {
            builder.Configuration[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        }
        try
        {
            builder.AddConnecto();
            ServerProgram.CheckSettings(builder.Services.BuildServiceProvider());
            return null;
        }
        catch (SettingException refusal)
        {
            return refusal.Message;
        }
    }
}
