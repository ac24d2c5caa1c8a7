# A web node: sockets, REST and the web client; a client of the silos, on Microsoft Orleans. From the repository's root:
#   docker build -f deploy/docker/web.Dockerfile -t connecto-web:0.1.0 .
FROM node:22.20-bookworm-slim AS client
WORKDIR /source/Connecto.Web/Client
COPY Connecto.Web/Client/package.json Connecto.Web/Client/package-lock.json ./
COPY Connecto.Web/Client/packages/connecto-client/package.json packages/connecto-client/
COPY Connecto.Web/Client/schema/package.json schema/
RUN npm ci --no-audit --no-fund
COPY Connecto.Web/Client .
RUN npm run build

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY .editorconfig BannedSymbols.txt Directory.Build.props Directory.Build.targets Directory.Packages.props global.json ./
COPY sql sql
COPY Connecto.Grains Connecto.Grains
COPY Connecto.Silo Connecto.Silo
COPY Connecto.Web Connecto.Web
COPY --from=client /source/Connecto.Web/wwwroot Connecto.Web/wwwroot
RUN dotnet publish Connecto.Web -c Release -p:OrleansRuntime=packages -p:UseAppHost=false -o /app

# No shell and no package manager. It runs with a read-only root; only /tmp has to be writable.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
USER $APP_UID
ENV ASPNETCORE_URLS=http://+:8080 \
    ASPNETCORE_HTTP_PORTS= \
    Logging__Console__FormatterName=json
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=8s --start-period=60s --retries=3 CMD ["dotnet", "Connecto.Web.dll", "--health"]
ENTRYPOINT ["dotnet", "Connecto.Web.dll"]
