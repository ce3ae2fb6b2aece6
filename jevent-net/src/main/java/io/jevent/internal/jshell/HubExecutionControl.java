// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.jshell;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/** Runs snippets in this process, in greenlets of the hub that created it, while a thread of a pool waits for them. */
final class HubExecutionControl extends DirectExecutionControl {

    private final Hub hub = Hub.current();
    private volatile @Nullable Greenlet<?> running;
    private volatile boolean ended;
    private @Nullable Object value;

    HubExecutionControl() {
        super();
    }

    ExecutionControlProvider provider() {
        return new ExecutionControlProvider() {
            @Override
            public String name() {
                return "hub";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
                return HubExecutionControl.this;
            }
        };
    }

    /** Sets the value that the next queried variable gets. */
    void setNextValue(Object newValue) {
        value = newValue;
    }

    @Override
    public String varValue(String className, String variable)
            throws RunException, EngineTerminationException, InternalException {
        Object given = value;
        value = null;
        if (given == null) {
            return super.varValue(className, variable);
        }
        try {
            Field field = findClass(className).getDeclaredField(variable);
            field.setAccessible(true);
            field.set(null, given);
            return "";
        } catch (ReflectiveOperationException e) {
            throw new InternalException(e.toString());
        }
    }

    @Override
    protected String invoke(Method method) throws InvocationTargetException, InterruptedException {
        var answer = new CompletableFuture<String>();
        var _ = hub.runCallback(() -> {
            Greenlet<?> greenlet = Jevent.spawn(() -> call(method, answer));
            greenlet.setName("snippet");
            greenlet.rawlink(() -> answer.cancel(false));
            running = greenlet;
            if (ended) {
                stop();
            }
        });
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new InvocationTargetException(e.getCause());
        } catch (InterruptedException e) {
            end(); // the caller does not wait for the result any more
            throw e;
        } finally {
            running = null;
        }
    }

    /**
     * Runs the snippet in its greenlet. An exception of the snippet goes to the user of the console, so that it does
     * not count as a failure of the greenlet.
     */
    private static void call(Method method, CompletableFuture<String> answer) {
        try {
            answer.complete(valueString(method.invoke(null)));
        } catch (InvocationTargetException e) {
            answer.completeExceptionally(e.getCause());
        } catch (IllegalAccessException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Ends the running snippet, and one that is about to start. */
    void end() {
        ended = true;
        stop();
    }

    /** Ends the running snippet. */
    @Override
    public void stop() {
        Greenlet<?> greenlet = running;
        if (greenlet != null) {
            greenlet.interrupt(new GreenletExit("the console was closed"));
        }
    }
}
