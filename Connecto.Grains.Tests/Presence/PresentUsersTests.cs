using Connecto.Ids;
using Connecto.Presence;

namespace Connecto.Grains.Tests.Presence;

public sealed class PresentUsersTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(5);
    private static readonly Snowflake _user = new(7);

    private readonly PresentUsers _users = new(_grace);

    [Fact]
    public void The_first_node_brings_a_user_and_the_last_one_takes_him_after_the_grace()
    {
        _users.Came(_user, At(0), wasKnown: false);
        _users.Came(_user, At(1), wasKnown: false);
        Assert.Equal([(true, null)], Told());

        _users.Went(_user, At(2), At(2));
        _users.Went(_user, At(3), At(3));
        Assert.Empty(_users.TakeLeft(At(7.9)));
        Assert.Equal([(_user, At(3))], _users.TakeLeft(At(8)));

        Assert.Equal([(false, At(3))], Told());
        Assert.Equal(0, _users.Count);
    }

    [Fact]
    public void Who_comes_back_within_the_grace_never_went()
    {
        _users.Came(_user, At(0), wasKnown: false);
        Told();

        _users.Went(_user, At(1), At(1));
        _users.Came(_user, At(2), wasKnown: false);
        Assert.Empty(_users.TakeLeft(At(60)));
        _users.Went(_user, At(61), At(61));
        Assert.Empty(_users.TakeLeft(At(62)));

        Assert.Empty(Told());
        Assert.Single(_users.OnlineOf([_user]));
    }

    [Fact]
    public void Whom_a_renewal_brings_back_after_a_crash_is_told_to_nobody()
    {
        _users.Came(_user, At(0), wasKnown: true);

        Assert.Empty(Told());
        Assert.Single(_users.OnlineOf([_user, new Snowflake(8)]));
    }

    [Fact]
    public void Who_went_unheard_during_a_crash_is_told_once_all_nodes_had_time_to_renew()
    {
        _users.Went(_user, At(1), notBefore: At(60));
        Assert.Empty(_users.TakeLeft(At(59)));

        Assert.Equal([(_user, At(1))], _users.TakeLeft(At(60)));
        Assert.Equal([(false, At(1))], Told());
    }

    [Fact]
    public void Who_is_still_on_another_node_after_a_crash_is_not_taken_for_gone()
    {
        _users.Went(_user, At(1), notBefore: At(60));
        _users.Came(_user, At(20), wasKnown: true);

        Assert.Empty(_users.TakeLeft(At(100)));
        Assert.Empty(Told());
    }

    [Fact]
    public void What_could_not_be_told_is_told_later_unless_it_is_outdated_and_a_changed_setting_is_never_lost()
    {
        _users.Came(_user, At(0), wasKnown: false);
        _users.SettingChanged(_user, At(1));
        var untold = _users.TakeDue(10);
        _users.Went(_user, At(2), At(2));
        _users.TakeLeft(At(10));

        _users.PutBack(untold);

        var due = Assert.Single(_users.TakeDue(10));
        Assert.False(due.Change.Online);
        Assert.True(due.OfSetting);
        Assert.False(_users.HasDue);
    }

    [Fact]
    public void Who_is_about_to_be_told_of_is_not_named_to_who_asks_until_it_was_told()
    {
        _users.Came(_user, At(0), wasKnown: false);
        Assert.Empty(_users.OnlineOf([_user]));

        var due = _users.TakeDue(1);
        Assert.Empty(_users.OnlineOf([_user]));
        _users.PutBack(due);
        Assert.Empty(_users.OnlineOf([_user]));

        Told();
        Assert.Single(_users.OnlineOf([_user]));
    }

    [Fact]
    public void Each_change_of_a_user_has_a_higher_version_than_the_one_before()
    {
        _users.Came(_user, At(0), wasKnown: false);
        var online = Assert.Single(_users.TakeDue(1)).Change;
        _users.Went(_user, At(0), At(0));
        _users.TakeLeft(At(5));
        var offline = Assert.Single(_users.TakeDue(1)).Change;

        Assert.True(offline.Version > online.Version);
    }

    [Fact]
    public void That_somebody_is_here_is_written_down_once_a_minute()
    {
        _users.Came(_user, At(0), wasKnown: false);

        Assert.Empty(_users.TakeSeen(At(59), PresentUsers.SeenEvery));
        Assert.Equal([_user], _users.TakeSeen(At(60), PresentUsers.SeenEvery));
        Assert.Empty(_users.TakeSeen(At(100), PresentUsers.SeenEvery));
        Assert.Equal([_user], _users.TakeSeen(At(120), PresentUsers.SeenEvery));
    }

    private static DateTimeOffset At(double seconds) => _start.AddSeconds(seconds);

    private List<(bool Online, DateTimeOffset? LastSeenAt)> Told()
    {
        var told = _users.TakeDue(10).ConvertAll(due => (due.Change.Online, due.Change.LastSeenAt));
        _users.Told();
        return told;
    }
}
