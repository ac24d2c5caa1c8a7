using Connecto.Ids;
using Connecto.Web.Api;

namespace Connecto.Web.Tests.Api;

/// <summary>What is read as a number or an id.</summary>
[Trait("Runtime", "Either")]
public sealed class DigitsTests
{
    [Theory]
    [InlineData("1", true)]
    [InlineData("9223372036854775807", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData("1\0", false)]
    [InlineData("1\0\0", false)]
    [InlineData("1 ", false)]
    [InlineData("+1", false)]
    [InlineData("１", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Digits_and_nothing_else(string? text, bool isNumber)
    {
        Assert.Equal((isNumber, isNumber), (Query.TryNumber(text, out _), Snowflake.TryParse(text, out _)));
    }
}
