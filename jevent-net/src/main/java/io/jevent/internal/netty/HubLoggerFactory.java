// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/** Makes Netty log through {@link HubLogger}, to the loggers that it would have used. */
final class HubLoggerFactory extends InternalLoggerFactory {

    /** The loggers whose lines a peer causes: one a forged DNS response, one a frame for a stream that was reset. */
    private static final List<String> OF_PEERS = List.of("io.netty.resolver.dns.", "io.netty.handler.codec.http2.");

    private final InternalLoggerFactory real;
    private final Method making;

    private HubLoggerFactory(InternalLoggerFactory real, Method making) {
        this.real = real;
        this.making = making;
    }

    /** Installs the factory, once. Must run before the first class of Netty that creates a logger. */
    static synchronized void install() {
        InternalLoggerFactory present = getDefaultFactory();
        if (!(present instanceof HubLoggerFactory)) {
            try {
                // the method is public in Netty's factories; a factory of the program that hides it is not wrapped
                Method making = present.getClass().getMethod("newInstance", String.class);
                making.invoke(present, HubLoggerFactory.class.getName());
                setDefaultFactory(new HubLoggerFactory(present, making));
            } catch (ReflectiveOperationException e) {
                InternalLoggerFactory.getInstance(HubLoggerFactory.class)
                        .debug("{} cannot be wrapped: logging of Netty may block a hub's own thread", present, e);
            }
        }
    }

    @Override
    protected InternalLogger newInstance(String name) {
        ReportLimit lines = OF_PEERS.stream().anyMatch(name::startsWith) ? new ReportLimit(System.nanoTime()) : null;
        return new HubLogger(name, () -> make(name), lines);
    }

    private InternalLogger make(String name) {
        try {
            return (InternalLogger) making.invoke(real, name);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(real + " does not create loggers any more", e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(real + " cannot create the logger " + name, e.getCause());
        }
    }
}
