using Connecto.Tests.Support;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
