// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A resource of JAX-RS, which knows nothing of jevent. */
@SuppressWarnings("missing-explicit-ctor")
// @start region="resource"
@Path("tasks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TaskResource {

    public record Task(String title, boolean done) {}

    private static final List<Task> TASKS = new ArrayList<>();

    @GET
    public List<Task> all() {
        return TASKS;
    }

    @GET
    @Path("{number}")
    public Task one(@PathParam("number") int number) {
        if (number < 1 || number > TASKS.size()) {
            throw new NotFoundException();
        }
        return TASKS.get(number - 1);
    }

    @POST
    public Response add(Task task) {
        TASKS.add(task);
        return Response.created(URI.create("tasks/" + TASKS.size())).build();
    }
}
// @end
