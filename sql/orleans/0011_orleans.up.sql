-- What Orleans keeps in PostgreSQL. The names of this table and its columns, the keys in it and the parameters and
-- columns of its queries are what Orleans' ADO.NET providers ask for; all else is ours.
CREATE TABLE orleansquery (
    querykey  text PRIMARY KEY,
    querytext text NOT NULL
);

-- One row for each cluster: a change of members is made by who knows the version before it, and makes the next.
CREATE TABLE orleans_clusters (
    cluster_id text PRIMARY KEY,
    version    integer NOT NULL DEFAULT 0
);

CREATE TABLE orleans_silos (
    cluster_id    text NOT NULL REFERENCES orleans_clusters ON DELETE CASCADE,
    address       text NOT NULL,
    port          integer NOT NULL,
    -- Tells a silo from those that ran before at its address.
    generation    integer NOT NULL,
    name          text NOT NULL,
    host_name     text NOT NULL,
    -- 1 created, 2 joining, 3 active, 4 shutting down, 5 stopping, 6 dead
    status        integer NOT NULL,
    -- Where clients reach it; 0 where they cannot.
    gateway_port  integer NOT NULL,
    -- Who could not reach it, and when.
    suspicions    text,
    started_at    timestamptz NOT NULL,
    alive_at      timestamptz NOT NULL,
    PRIMARY KEY (cluster_id, address, port, generation)
);

-- Whether the change may be made: if so, the cluster is this transaction's until it ends. Each statement of a function
-- sees what was committed before it began, so who waited here sees what he waited for.
CREATE FUNCTION orleans_may_change(its_cluster text, known_version integer) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM orleans_clusters WHERE cluster_id = its_cluster AND version = known_version FOR UPDATE;
    RETURN FOUND;
END $$;

CREATE FUNCTION orleans_add_silo(
    its_cluster text, known_version integer, its_address text, its_port integer, its_generation integer, its_name text,
    its_host text, its_status integer, its_gateway integer, its_start timestamptz, its_life timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT orleans_may_change(its_cluster, known_version) THEN
        RETURN false;
    END IF;
    INSERT INTO orleans_silos (cluster_id, address, port, generation, name, host_name, status, gateway_port,
                               started_at, alive_at)
    VALUES (its_cluster, its_address, its_port, its_generation, its_name, its_host, its_status, its_gateway,
            its_start, its_life)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE orleans_clusters SET version = version + 1 WHERE cluster_id = its_cluster;
    RETURN true;
END $$;

CREATE FUNCTION orleans_change_silo(
    its_cluster text, known_version integer, its_address text, its_port integer, its_generation integer,
    its_status integer, its_suspicions text, its_life timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT orleans_may_change(its_cluster, known_version) THEN
        RETURN false;
    END IF;
    -- Another silo writes the life that it read, which may be older than what the silo itself wrote since.
    UPDATE orleans_silos
    SET status = its_status, suspicions = its_suspicions, alive_at = greatest(alive_at, its_life)
    WHERE cluster_id = its_cluster AND address = its_address AND port = its_port AND generation = its_generation;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE orleans_clusters SET version = version + 1 WHERE cluster_id = its_cluster;
    RETURN true;
END $$;

-- The state of grains that keep one by Orleans' own means. A key is a number, a GUID (two numbers) or a text; together
-- with its type and the service it is at most some 2,600 bytes, which is what an index holds.
CREATE TABLE orleans_grain_states (
    service_id  text NOT NULL,
    grain_type  text NOT NULL,
    grain_n0    bigint NOT NULL,
    grain_n1    bigint NOT NULL,
    grain_text  text NOT NULL,
    -- NULL once it was cleared; the version goes on, so that a writer from before the clearing is found out.
    payload     bytea,
    version     integer NOT NULL DEFAULT 1,
    modified_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service_id, grain_type, grain_n0, grain_n1, grain_text)
);

INSERT INTO orleansquery (querykey, querytext) VALUES
('InsertMembershipVersionKey', $$
    WITH added AS (
        INSERT INTO orleans_clusters (cluster_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT EXISTS (SELECT FROM added)
$$),
('InsertMembershipKey', $$
    SELECT orleans_add_silo(@DeploymentId, @Version, @Address, @Port, @Generation, @SiloName, @HostName, @Status,
                            @ProxyPort, @StartTime, @IAmAliveTime)
$$),
('UpdateMembershipKey', $$
    SELECT orleans_change_silo(@DeploymentId, @Version, @Address, @Port, @Generation, @Status, @SuspectTimes,
                               @IAmAliveTime)
$$),
('UpdateIAmAlivetimeKey', $$
    UPDATE orleans_silos SET alive_at = greatest(alive_at, @IAmAliveTime)
    WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
('MembershipReadRowKey', $$
    SELECT c.version AS Version, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName,
           s.host_name AS HostName, s.status AS Status, s.gateway_port AS ProxyPort, s.suspicions AS SuspectTimes,
           s.started_at AS StartTime, s.alive_at AS IAmAliveTime
    FROM orleans_clusters c
    LEFT JOIN orleans_silos s ON s.cluster_id = c.cluster_id
                             AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
    WHERE c.cluster_id = @DeploymentId
$$),
('MembershipReadAllKey', $$
    SELECT c.version AS Version, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName,
           s.host_name AS HostName, s.status AS Status, s.gateway_port AS ProxyPort, s.suspicions AS SuspectTimes,
           s.started_at AS StartTime, s.alive_at AS IAmAliveTime
    FROM orleans_clusters c
    LEFT JOIN orleans_silos s ON s.cluster_id = c.cluster_id
    WHERE c.cluster_id = @DeploymentId
$$),
('GatewaysQueryKey', $$
    SELECT address AS Address, gateway_port AS ProxyPort, generation AS Generation
    FROM orleans_silos
    WHERE cluster_id = @DeploymentId AND status = @Status AND gateway_port > 0
$$),
('DeleteMembershipTableEntriesKey', $$
    DELETE FROM orleans_clusters WHERE cluster_id = @DeploymentId
$$),
('CleanupDefunctSiloEntriesKey', $$
    DELETE FROM orleans_silos WHERE cluster_id = @DeploymentId AND status = 6 AND alive_at < @IAmAliveTime
$$),
('ReadFromStorageKey', $$
    SELECT payload AS PayloadBinary, version AS Version
    FROM orleans_grain_states
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
      AND grain_text = coalesce(@GrainIdExtensionString, '')
$$),
-- No row says that another one wrote since the writer read.
('WriteToStorageKey', $$
    WITH changed AS (
        UPDATE orleans_grain_states SET payload = @PayloadBinary, version = version + 1, modified_at = now()
        WHERE service_id = @ServiceId AND grain_type = @GrainTypeString
          AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1 AND grain_text = coalesce(@GrainIdExtensionString, '')
          AND version = @GrainStateVersion
        RETURNING version
    ), added AS (
        INSERT INTO orleans_grain_states (service_id, grain_type, grain_n0, grain_n1, grain_text, payload)
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''),
               @PayloadBinary
        WHERE @GrainStateVersion IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version
    )
    SELECT version AS NewGrainStateVersion FROM changed UNION ALL SELECT version FROM added
$$),
('ClearStorageKey', $$
    UPDATE orleans_grain_states SET payload = NULL, version = version + 1, modified_at = now()
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
      AND grain_text = coalesce(@GrainIdExtensionString, '') AND version = @GrainStateVersion
    RETURNING version
$$),
('DeleteStorageKey', $$
    DELETE FROM orleans_grain_states
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
      AND grain_text = coalesce(@GrainIdExtensionString, '') AND version = @GrainStateVersion
    RETURNING version + 1
$$);
