// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.ClusterReport.ActorLoad;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** Shows a node to JMX. */
record ClusterBean(Cluster cluster) implements ClusterMXBean {

    private static ObjectName name(String address) throws JMException {
        return new ObjectName("io.jevent:type=Cluster,address=" + ObjectName.quote(address));
    }

    /** Registers a node; returns what takes it out again. */
    static Runnable register(Cluster cluster) {
        try {
            ObjectName name = name(cluster.address());
            ManagementFactory.getPlatformMBeanServer().registerMBean(new ClusterBean(cluster), name);
            return () -> unregister(name);
        } catch (JMException e) {
            throw new IllegalStateException("the node could not be registered with JMX: " + e.getMessage(), e);
        }
    }

    private static void unregister(ObjectName name) {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException e) {
            throw new IllegalStateException(name + " could not be taken out of JMX: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isUp() {
        return cluster.isUp();
    }

    @Override
    public int getMemberCount() {
        return cluster.report().members().size();
    }

    @Override
    public int getUnreachableCount() {
        return cluster.report().unreachable().size();
    }

    @Override
    public int getActorCount() {
        return cluster.report().actors().stream().mapToInt(ActorLoad::actors).sum();
    }

    @Override
    public int getWaitingMessages() {
        return cluster.report().actors().stream().mapToInt(ActorLoad::waiting).sum();
    }

    @Override
    public long getDroppedMessages() {
        return cluster.report().dropped();
    }

    @Override
    public String report() {
        return cluster.report().toString();
    }
}
