// SPDX-License-Identifier: Apache-2.0
/** Python programs with gevent, on Jython or GraalPy. */
@SuppressWarnings("requires-automatic")
module io.jevent.python {
    requires io.jevent.core;
    requires io.jevent.net;
    requires io.jevent.http;
    requires io.jevent.process;
    requires java.management;
    requires java.naming;
    requires static io.jevent.zmq;
    requires static org.graalvm.polyglot;
    requires static org.jspecify;
    requires static org.python.jython2.standalone; // an automatic module: Jython has no descriptor

    exports io.jevent.python;

    // the engines call these objects by reflection
    opens io.jevent.internal.python;
}
