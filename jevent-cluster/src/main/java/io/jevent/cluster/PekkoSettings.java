// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;

/** The settings of Pekko that follow from the options. */
final class PekkoSettings {

    private static final int ENVELOPE = 4096;
    private static final int SMALLEST_FRAME = 256 * 1024;

    private static final String FIXED = """
            pekko {
              loglevel = OFF
              stdout-loglevel = OFF
              loggers = []
              log-dead-letters = off
              log-dead-letters-during-shutdown = off
              daemonic = on
              jvm-exit-on-fatal-error = off
              actor {
                provider = cluster
                allow-java-serialization = off
                warn-about-java-serializer-usage = off
              }
              coordinated-shutdown {
                exit-jvm = off
                phases.cluster-sharding-shutdown-region.timeout = 60 s
              }
              cluster {
                jmx.multi-mbeans-in-same-jvm = on
                downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
                split-brain-resolver.active-strategy = keep-majority
                sharding {
                  passivation.strategy = none
                  distributed-data.durable.keys = []
                  least-shard-allocation-strategy.rebalance-absolute-limit = 20
                }
                distributed-data.durable.keys = []
              }
            }
            """;

    private PekkoSettings() {}

    static Config of(ClusterOptions options, ClassLoader loader) {
        Config fixed = ConfigFactory.parseString(FIXED)
                .withValue("pekko.remote.artery.transport", value(options.identity() == null ? "tcp" : "tls-tcp"))
                .withValue(
                        "pekko.remote.artery.canonical.hostname",
                        value(options.at().host()))
                .withValue(
                        "pekko.remote.artery.canonical.port", value(options.at().port()))
                .withValue(
                        "pekko.remote.artery.advanced.maximum-frame-size",
                        value(Math.max(SMALLEST_FRAME, options.maxMessageSize() + ENVELOPE)))
                .withValue(
                        "pekko.cluster.split-brain-resolver.stable-after",
                        value(options.stableAfter().toMillis() + " ms"));
        Storage storage = options.storage();
        if (storage != null) {
            fixed = ConfigFactory.parseString(storage.settings()).withFallback(fixed);
            if (storage.url() != null) {
                String database = "pekko-persistence-jdbc.shared-databases.slick.db.";
                fixed = fixed.withValue(database + "url", value(storage.url()))
                        .withValue(database + "user", value(storage.user()))
                        .withValue(database + "password", value(storage.password()));
            }
        }
        return ConfigFactory.parseString(options.more())
                .withFallback(fixed)
                .withFallback(ConfigFactory.defaultReference(loader))
                .resolve();
    }

    private static com.typesafe.config.ConfigValue value(Object value) {
        return ConfigValueFactory.fromAnyRef(value);
    }
}
