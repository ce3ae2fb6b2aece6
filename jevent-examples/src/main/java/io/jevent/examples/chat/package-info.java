// SPDX-License-Identifier: Apache-2.0
/**
 * A chat: rooms, a page that works in a browser, long polling and WebSockets, and other processes that share the rooms.
 *
 * <p>In reading order:
 *
 * <ul>
 *   <li>The programs: {@code ChatServer} and {@code SocketIoChatServer}, with the {@code Settings} of their arguments.
 *   <li>The rooms: a {@code Room} keeps what was {@code Said}; a {@code User} polls for it, under one of the
 *       {@code Names}.
 *   <li>The ways to them: {@code Chat} has the paths and the WebSockets, {@code SocketIoChat} the events of Socket.IO,
 *       {@code Pages} the pages.
 *   <li>The processes that share rooms, by {@code Sharing}: {@code SharedRooms}, by a backplane; {@code ClusterRooms},
 *       by the actors and topics of a cluster that {@code ClusterSettings} describe.
 *   <li>In a cluster: a {@code SharedRoom} sends each {@code RoomMessage} to the actor of its room, a
 *       {@code StoredRoom} or a {@code RecalledRoom}, whose {@code RoomLog} numbers the messages; what is {@code Heard}
 *       of it comes back. A {@code Recall} asks the processes for what they have heard.
 * </ul>
 */
@NullMarked
package io.jevent.examples.chat;

import org.jspecify.annotations.NullMarked;
