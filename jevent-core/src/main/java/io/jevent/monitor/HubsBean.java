// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

import io.jevent.hub.Hub;
import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Answers JMX queries about hubs. Apart from {@link Monitoring}, because it cannot be loaded without the module
 * java.management.
 */
final class HubsBean implements HubsMXBean {

    private static final String NAME = "io.jevent:type=Hubs";

    static void register() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            server.registerMBean(new HubsBean(), new ObjectName(NAME));
        } catch (InstanceAlreadyExistsException e) {
            // it was registered before, which is all that was asked for
        } catch (JMException e) {
            throw new IllegalStateException(NAME + " could not be registered: " + e.getMessage(), e);
        }
    }

    @Override
    public int getHubCount() {
        return Hub.all().size();
    }

    @Override
    public long getGreenletCount() {
        return Hub.all().stream().mapToLong(Hub::greenletCount).sum();
    }

    @Override
    public long getSwitches() {
        return Hub.all().stream().mapToLong(Hub::switches).sum();
    }

    @Override
    public String report() {
        return Hub.all().stream().map(Hub::report).collect(Collectors.joining("\n"));
    }
}
