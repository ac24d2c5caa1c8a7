namespace Connecto.Web.Tests.Permissions;

/// <summary>The columns of the permission tables, in their order. Who is not said to be in the planet never was.</summary>
public enum CallerKind
{
    /// <summary>Without a token.</summary>
    Nobody,

    Outsider,

    Member,

    /// <summary>An admin of the planet.</summary>
    Admin,

    Owner,

    /// <summary>Was a member of the planet, and is banned from it.</summary>
    Banned,

    /// <summary>An administrator of the service, outside of the planet.</summary>
    Service,
}
