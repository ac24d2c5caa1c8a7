using System.Xml.Linq;
using Connecto.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Connecto.Web.Auth;

/// <summary>Keeps the data-protection keys in PostgreSQL, so that every web node accepts every other's tokens.</summary>
internal sealed class KeyRepository(Databases databases) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = databases.Primary.CreateCommand("SELECT xml FROM data_protection_keys");
        using var reader = command.ExecuteReader();
        var keys = new List<XElement>();
        while (reader.Read())
        {
            keys.Add(XElement.Parse(reader.GetString(0)));
        }
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = databases.Primary.CreateCommand(
            "INSERT INTO data_protection_keys (name, xml) VALUES ($1, $2)"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = friendlyName });
        command.Parameters.Add(new NpgsqlParameter { Value = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }
}
