// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Has Netty log through {@link HubLogger}, with the loggers that it would have used. */
final class HubLoggerFactory extends InternalLoggerFactory {

    /** The loggers whose warnings a forger of DNS responses causes, one a datagram. */
    private static final String FORGEABLE = "io.netty.resolver.dns.";

    private final InternalLoggerFactory real;
    private final Method making;

    private HubLoggerFactory(InternalLoggerFactory real, Method making) {
        this.real = real;
        this.making = making;
    }

    /** Takes its place, once; must come before the first class of Netty that makes a logger. */
    static synchronized void install() {
        InternalLoggerFactory present = getDefaultFactory();
        if (!(present instanceof HubLoggerFactory)) {
            try {
                // public in the factories that Netty has; one of the program's that hides it is left alone
                Method making = present.getClass().getMethod("newInstance", String.class);
                making.invoke(present, HubLoggerFactory.class.getName());
                setDefaultFactory(new HubLoggerFactory(present, making));
            } catch (ReflectiveOperationException e) {
                InternalLoggerFactory.getInstance(HubLoggerFactory.class)
                        .debug("{} cannot be wrapped: what Netty logs on a hub's own thread may stop it", present, e);
            }
        }
    }

    @Override
    protected InternalLogger newInstance(String name) {
        ReportLimit warnings = name.startsWith(FORGEABLE) ? new ReportLimit(System.nanoTime()) : null;
        return new HubLogger(name, () -> make(name), warnings);
    }

    private InternalLogger make(String name) {
        try {
            return (InternalLogger) making.invoke(real, name);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(real + " makes no loggers any more", e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(real + " cannot make the logger " + name, e.getCause());
        }
    }
}
