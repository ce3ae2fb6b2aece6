// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.hub.VirtualTimeLoop;
import io.jevent.testing.TestHub;
import io.jevent.testing.VirtualTime;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** A blocking call of the library: its name, the methods it stands for, and how to make a scene for it. */
final class BlockingCall {

    /** Makes a scene; called in a greenlet of the hub of the test. */
    @FunctionalInterface
    interface SceneMaker {
        Scene make(VirtualTime time) throws Exception;
    }

    private final String name;
    private final Set<String> methods = new LinkedHashSet<>();
    private final SceneMaker maker;
    private boolean sockets;

    BlockingCall(String name, SceneMaker maker) {
        this.name = name;
        this.maker = maker;
    }

    /** Adds methods of {@code type}, written as {@code name(Simple, Types)}, that this call stands for. */
    BlockingCall covers(Class<?> type, String... signatures) {
        Arrays.stream(signatures).map(s -> signature(type, s)).forEach(methods::add);
        return this;
    }

    /** Its scenes have sockets. */
    BlockingCall withSockets() {
        sockets = true;
        return this;
    }

    /** The hub of a test of this call. */
    TestHub hub() {
        return sockets ? TestHub.virtualTime(VirtualTimeLoop.withInput()) : TestHub.virtualTime();
    }

    static String signature(Class<?> type, String method) {
        return type.getName() + "." + method;
    }

    Set<String> methods() {
        return methods;
    }

    Scene scene(VirtualTime time) throws Exception {
        return maker.make(time);
    }

    @Override
    public String toString() {
        return name;
    }
}
