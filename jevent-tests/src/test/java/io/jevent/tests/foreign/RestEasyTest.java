// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.jevent.Jevent;
import io.jevent.http.client.Http;
import io.jevent.http.client.HttpStatusException;
import io.jevent.http.client.Reply;
import io.jevent.http.jdk.JeventHttpServerProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.plugins.server.sun.http.HttpContextBuilder;
import org.junit.jupiter.api.Test;

/**
 * A JAX-RS application with JSON, by RESTEasy's container for the JDK's server. The provider is named here, since other
 * tests of this JVM use the JDK's own.
 */
class RestEasyTest {

    /** An item of a list. */
    public record Task(String title, boolean done) {}

    /** A resource of JAX-RS, which knows nothing of jevent. */
    @Path("tasks")
    @Produces(MediaType.APPLICATION_JSON)
    @Consumes(MediaType.APPLICATION_JSON)
    public static class Tasks {

        private final List<Task> tasks = new ArrayList<>();

        @GET
        public List<Task> all() {
            return tasks;
        }

        @GET
        @Path("{number}")
        public Task one(@PathParam("number") int number) {
            if (number < 1 || number > tasks.size()) {
                throw new NotFoundException();
            }
            return tasks.get(number - 1);
        }

        @POST
        public Response add(Task task) {
            tasks.add(task);
            return Response.created(URI.create("tasks/" + tasks.size())).build();
        }
    }

    /** JSON by Jackson. RESTEasy's own provider of it brings another version of Jackson. */
    @Produces(MediaType.APPLICATION_JSON)
    @Consumes(MediaType.APPLICATION_JSON)
    public static class Json implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

        private final ObjectMapper mapper = new ObjectMapper();

        @Override
        public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
            return true;
        }

        @Override
        public Object readFrom(
                Class<Object> type,
                Type generic,
                Annotation[] annotations,
                MediaType media,
                MultivaluedMap<String, String> headers,
                InputStream in)
                throws IOException {
            return mapper.readValue(in, type);
        }

        @Override
        public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
            return true;
        }

        @Override
        public void writeTo(
                Object value,
                Class<?> type,
                Type generic,
                Annotation[] annotations,
                MediaType media,
                MultivaluedMap<String, Object> headers,
                OutputStream out)
                throws IOException {
            out.write(mapper.writeValueAsBytes(value));
        }
    }

    @Test
    void resourcesWithJson() throws Exception {
        Jevent.run(() -> {
            // @start region="server"
            var address = new InetSocketAddress("localhost", 0);
            HttpServer server = new JeventHttpServerProvider().createHttpServer(address, 0);
            var context = new HttpContextBuilder();
            context.setPath("/api");
            context.getDeployment().getResources().add(new Tasks());
            context.getDeployment().getProviders().add(new Json());
            context.bind(server);
            server.start();
            // @end
            try {
                talk("http://localhost:" + server.getAddress().getPort() + "/api/tasks");
            } finally {
                context.cleanup();
                server.stop(0);
            }
            return null;
        });
    }

    private static void talk(String tasks) throws IOException {
        try (Reply added = Http.post(tasks).json(new Task("milk", false)).send()) {
            assertThat(added.status()).isEqualTo(201);
            assertThat(added.header("Location")).contains(tasks + "/1");
        }
        try (Reply first = Http.get(tasks + "/1").send()) {
            assertThat(first.header("Content-Type")).contains("application/json");
            assertThat(first.text()).isEqualTo("{\"title\":\"milk\",\"done\":false}");
        }
        assertThat(Http.get(tasks).text()).isEqualTo("[{\"title\":\"milk\",\"done\":false}]");
        assertThatThrownBy(() -> Http.get(tasks + "/2").text())
                .isInstanceOf(HttpStatusException.class)
                .hasMessageContaining("404");
        try (Reply refused = Http.delete(tasks).send()) {
            assertThat(refused.status()).isEqualTo(405);
        }
    }
}
