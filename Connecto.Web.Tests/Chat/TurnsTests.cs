using Connecto.Errors;
using Connecto.Web.Chat;

namespace Connecto.Web.Tests.Chat;

public sealed class TurnsTests
{
    [Fact]
    public async Task Turns_are_given_one_at_a_time_in_the_order_in_which_they_were_asked_for()
    {
        var turns = new Turns();
        var asked = Enumerable.Range(0, 5).Select(_ => turns.TakeAsync()).ToList();

        for (var given = 1; given <= asked.Count; given++)
        {
            await asked[given - 1];
            Assert.All(asked.Skip(given), waiting => Assert.False(waiting.IsCompleted));
            turns.Pass();
        }

        Assert.True(turns.TakeAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_waits_when_there_are_no_more_turns_is_turned_away_and_so_is_whoever_comes()
    {
        var turns = new Turns();
        await turns.TakeAsync();
        var waiting = turns.TakeAsync();

        turns.Close();
        turns.Pass();

        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<ChatException>(() => waiting)).Code);
        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<ChatException>(turns.TakeAsync)).Code);
    }
}
