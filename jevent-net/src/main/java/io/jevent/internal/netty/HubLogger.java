// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.ForeignCode;
import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.InternalLogLevel;
import io.netty.util.internal.logging.InternalLogger;
import java.io.Serial;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A logger for Netty that writes directly, except on a hub's own thread: there it writes through {@link HubLog}. */
@SuppressWarnings("OverloadMethodsDeclarationOrder") // by level, not by name
final class HubLogger extends AbstractInternalLogger {

    @Serial
    private static final long serialVersionUID = 1;

    private static final @Nullable Object[] NOTHING = {};

    private final transient Supplier<InternalLogger> maker;
    private final transient @Nullable ReportLimit lines;
    private transient volatile @Nullable InternalLogger real;

    /**
     * Creates a logger.
     *
     * @param name the name of the logger
     * @param maker creates the real logger, which may take locks
     */
    HubLogger(String name, Supplier<InternalLogger> maker) {
        this(name, maker, null);
    }

    /**
     * Creates a logger.
     *
     * @param name the name of the logger
     * @param maker creates the real logger, which may take locks
     * @param lines limits the lines of the levels INFO and WARN if a remote attacker can cause them, otherwise null
     */
    HubLogger(String name, Supplier<InternalLogger> maker, @Nullable ReportLimit lines) {
        super(name);
        this.maker = maker;
        this.lines = lines;
        ForeignCode.call(this::real);
    }

    private InternalLogger real() {
        InternalLogger made = real;
        if (made == null) {
            made = maker.get();
            real = made;
        }
        return made;
    }

    /**
     * Returns whether a level is enabled. While the real logger is not created yet, every level counts as enabled; it
     * is checked again when the line is written.
     */
    private boolean mayLog(InternalLogLevel level) {
        InternalLogger made = real;
        return made == null || made.isEnabled(level);
    }

    private void write(InternalLogLevel level, String format, @Nullable Object... arguments) {
        boolean isLimited = level == InternalLogLevel.WARN || level == InternalLogLevel.INFO;
        ReportLimit limit = isLimited ? lines : null;
        if (mayLog(level) && (limit == null || limit.permits(System.nanoTime()))) {
            HubLog.write(arguments, rendered -> writeNow(level, limit, format, rendered));
        }
    }

    private void writeNow(
            InternalLogLevel level, @Nullable ReportLimit limit, String format, @Nullable Object... arguments) {
        InternalLogger made = real();
        if (made.isEnabled(level)) {
            made.log(level, format, arguments);
            long leftOut = limit == null ? 0 : limit.takeLeftOut();
            if (leftOut > 0) {
                made.log(level, "{} lines like these were left out", leftOut);
            }
        }
    }

    @Override
    public boolean isTraceEnabled() {
        return mayLog(InternalLogLevel.TRACE);
    }

    @Override
    public void trace(String message) {
        write(InternalLogLevel.TRACE, message, NOTHING);
    }

    @Override
    public void trace(String format, @Nullable Object argument) {
        write(InternalLogLevel.TRACE, format, argument);
    }

    @Override
    public void trace(String format, @Nullable Object first, @Nullable Object second) {
        write(InternalLogLevel.TRACE, format, first, second);
    }

    @Override
    public void trace(String format, @Nullable Object... arguments) {
        write(InternalLogLevel.TRACE, format, arguments);
    }

    @Override
    public void trace(String message, @Nullable Throwable failure) {
        write(InternalLogLevel.TRACE, message, failure);
    }

    @Override
    public boolean isDebugEnabled() {
        return mayLog(InternalLogLevel.DEBUG);
    }

    @Override
    public void debug(String message) {
        write(InternalLogLevel.DEBUG, message, NOTHING);
    }

    @Override
    public void debug(String format, @Nullable Object argument) {
        write(InternalLogLevel.DEBUG, format, argument);
    }

    @Override
    public void debug(String format, @Nullable Object first, @Nullable Object second) {
        write(InternalLogLevel.DEBUG, format, first, second);
    }

    @Override
    public void debug(String format, @Nullable Object... arguments) {
        write(InternalLogLevel.DEBUG, format, arguments);
    }

    @Override
    public void debug(String message, @Nullable Throwable failure) {
        write(InternalLogLevel.DEBUG, message, failure);
    }

    @Override
    public boolean isInfoEnabled() {
        return mayLog(InternalLogLevel.INFO);
    }

    @Override
    public void info(String message) {
        write(InternalLogLevel.INFO, message, NOTHING);
    }

    @Override
    public void info(String format, @Nullable Object argument) {
        write(InternalLogLevel.INFO, format, argument);
    }

    @Override
    public void info(String format, @Nullable Object first, @Nullable Object second) {
        write(InternalLogLevel.INFO, format, first, second);
    }

    @Override
    public void info(String format, @Nullable Object... arguments) {
        write(InternalLogLevel.INFO, format, arguments);
    }

    @Override
    public void info(String message, @Nullable Throwable failure) {
        write(InternalLogLevel.INFO, message, failure);
    }

    @Override
    public boolean isWarnEnabled() {
        return mayLog(InternalLogLevel.WARN);
    }

    @Override
    public void warn(String message) {
        write(InternalLogLevel.WARN, message, NOTHING);
    }

    @Override
    public void warn(String format, @Nullable Object argument) {
        write(InternalLogLevel.WARN, format, argument);
    }

    @Override
    public void warn(String format, @Nullable Object first, @Nullable Object second) {
        write(InternalLogLevel.WARN, format, first, second);
    }

    @Override
    public void warn(String format, @Nullable Object... arguments) {
        write(InternalLogLevel.WARN, format, arguments);
    }

    @Override
    public void warn(String message, @Nullable Throwable failure) {
        write(InternalLogLevel.WARN, message, failure);
    }

    @Override
    public boolean isErrorEnabled() {
        return mayLog(InternalLogLevel.ERROR);
    }

    @Override
    public void error(String message) {
        write(InternalLogLevel.ERROR, message, NOTHING);
    }

    @Override
    public void error(String format, @Nullable Object argument) {
        write(InternalLogLevel.ERROR, format, argument);
    }

    @Override
    public void error(String format, @Nullable Object first, @Nullable Object second) {
        write(InternalLogLevel.ERROR, format, first, second);
    }

    @Override
    public void error(String format, @Nullable Object... arguments) {
        write(InternalLogLevel.ERROR, format, arguments);
    }

    @Override
    public void error(String message, @Nullable Throwable failure) {
        write(InternalLogLevel.ERROR, message, failure);
    }
}
