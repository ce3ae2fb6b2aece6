// SPDX-License-Identifier: Apache-2.0
/**
 * An HTTP client on greenlets: {@link io.jevent.http.client.Http Http} for plain blocking calls, and
 * {@link io.jevent.http.client.HubHttpClient HubHttpClient}, a {@link java.net.http.HttpClient} that runs on the hub's
 * loop without any thread.
 *
 * <p>In reading order:
 *
 * <ol>
 *   <li>calls: {@link io.jevent.http.client.Http Http}, {@link io.jevent.http.client.HttpCalls HttpCalls},
 *       {@link io.jevent.http.client.HttpCall HttpCall}, {@link io.jevent.http.client.Reply Reply},
 *       {@link io.jevent.http.client.EventReader EventReader}, {@link io.jevent.http.client.ServerEvent ServerEvent},
 *       {@link io.jevent.http.client.HttpStatusException HttpStatusException};
 *   <li>the client: {@link io.jevent.http.client.HubHttpClient HubHttpClient},
 *       {@link io.jevent.http.client.ClientBuilder ClientBuilder}, {@link io.jevent.http.client.ClientOptions
 *       ClientOptions}, {@link io.jevent.http.client.AddressRules AddressRules},
 *       {@link io.jevent.http.client.Interceptor Interceptor}, {@link io.jevent.http.client.Retries Retries},
 *       {@link io.jevent.http.client.Hedging Hedging}, {@link io.jevent.http.client.CircuitBreaker CircuitBreaker},
 *       {@link io.jevent.http.client.CallRate CallRate};
 *   <li>the steps of a call: {@link io.jevent.http.client.Exchanger Exchanger}, {@link io.jevent.http.client.Hop Hop},
 *       {@link io.jevent.http.client.Redirects Redirects}, {@link io.jevent.http.client.Credentials Credentials},
 *       {@link io.jevent.http.client.ContentDecoding ContentDecoding}, {@link io.jevent.http.client.Decoders Decoders};
 *   <li>responses: {@link io.jevent.http.client.ReplyHead ReplyHead}, {@link io.jevent.http.client.ReplyStream
 *       ReplyStream}, {@link io.jevent.http.client.ByteSource ByteSource}, {@link io.jevent.http.client.Receiving
 *       Receiving}, {@link io.jevent.http.client.ReceivedResponse ReceivedResponse},
 *       {@link io.jevent.http.client.PastResponse PastResponse}, {@link io.jevent.http.client.RedirectedRequest
 *       RedirectedRequest};
 *   <li>WebSockets: {@link io.jevent.http.client.JdkWebSocketBuilder JdkWebSocketBuilder},
 *       {@link io.jevent.http.client.JdkWebSocket JdkWebSocket}.
 * </ol>
 */
@NullMarked
package io.jevent.http.client;

import org.jspecify.annotations.NullMarked;
