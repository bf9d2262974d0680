package io.forebay.discovery;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server on the loopback, over UDP and TCP, that answers or misbehaves as it is told. */
public final class DnsOrigin implements AutoCloseable {
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<Integer, Manner> manners = new ConcurrentHashMap<>();
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private final AtomicInteger overTcp = new AtomicInteger();
  private final AtomicInteger halves = new AtomicInteger();
  private volatile List<Record> records = List.of();
  private volatile Manner manner = Manner.ANSWER;

  /** What it does with a question. */
  public enum Manner {
    /** Answers from its records, aliases included; a name that has none does not exist. */
    ANSWER,
    /** Answers with every second record, the others next time. */
    HALF,
    /** Leaves out what follows an alias, as a server does that must not look it up. */
    ALIAS_ONLY,
    /** No such name. */
    NXDOMAIN,
    /** The name exists, without any record. */
    EMPTY,
    /** Cannot say. */
    SERVFAIL,
    /** Does not want to say. */
    REFUSED,
    /** Refuses questions with EDNS as malformed, and answers others. */
    NO_EDNS,
    /** Does not answer. */
    SILENT,
    /** Answers over TCP only. */
    TRUNCATED,
    /** Says that it answers over TCP, and closes the connection within the answer. */
    CUT,
    /** Sends what is no DNS, under another id, and of another question, and then nothing. */
    JUNK,
    /** The same, and then the answer. */
    JUNK_FIRST
  }

  private DnsOrigin(DatagramSocket udp, ServerSocket tcp) {
    this.udp = udp;
    this.tcp = tcp;
    run("dns-origin-udp", this::serveUdp);
    run("dns-origin-tcp", this::serveTcp);
  }

  /** One without records. */
  public static DnsOrigin start() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int i = 0; ; i++) {
      try {
        ServerSocket tcp = new ServerSocket(0, 50, loopback);
        try {
          return new DnsOrigin(
              new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort())), tcp);
        } catch (IOException e) {
          tcp.close(); // The port is taken in the other protocol.
          if (i == 20) {
            throw e;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void run(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Its address, as {@code nameservers} has it. */
  public String address() {
    return "127.0.0.1:" + tcp.getLocalPort();
  }

  /** Replaces its records: lines such as {@code users.internal. 60 A 10.0.0.1}. */
  public DnsOrigin holds(String... lines) {
    records = Arrays.stream(lines).map(DnsOrigin::record).toList();
    return this;
  }

  /** Parses a line. */
  private static Record record(String line) {
    String[] parts = line.split(" ", 4);
    try {
      return Record.fromString(
          Name.fromString(parts[0]),
          Type.value(parts[2]),
          DClass.IN,
          Long.parseLong(parts[1]),
          parts[3],
          Name.root);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  /** What it does from now on, whatever the type. */
  public DnsOrigin does(Manner other) {
    manners.clear();
    manner = other;
    return this;
  }

  /** What it does with questions of that type. */
  public DnsOrigin does(String type, Manner other) {
    manners.put(Type.value(type), other);
    return this;
  }

  /** What it was asked, such as {@code users.internal. A}. */
  public List<String> questions() {
    return List.copyOf(questions);
  }

  /** How many of the questions came over TCP. */
  public int overTcp() {
    return overTcp.get();
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        udp.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        for (byte[] answer : answers(query, false)) {
          udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // Closed, or a question that is none.
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        overTcp.incrementAndGet();
        Message query = new Message(bytes);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        for (byte[] answer : answers(query, true)) {
          boolean cut = manner(query) == Manner.CUT;
          out.writeShort(answer.length);
          out.write(answer, 0, cut ? answer.length / 2 : answer.length);
          out.flush();
        }
      } catch (IOException e) {
        // Closed, or a question that is none.
      }
    }
  }

  private Manner manner(Message query) {
    return manners.getOrDefault(query.getQuestion().getType(), manner);
  }

  private List<byte[]> answers(Message query, boolean stream) {
    Record asked = query.getQuestion();
    questions.add(asked.getName() + " " + Type.string(asked.getType()));
    return switch (manner(query)) {
      case ANSWER -> List.of(whole(query, records, true).toWire(65_535));
      case HALF -> List.of(whole(query, half(), true).toWire(65_535));
      case ALIAS_ONLY -> List.of(whole(query, records, false).toWire(65_535));
      case NXDOMAIN -> List.of(refusal(query, Rcode.NXDOMAIN));
      case EMPTY -> List.of(refusal(query, Rcode.NOERROR));
      case SERVFAIL -> List.of(refusal(query, Rcode.SERVFAIL));
      case REFUSED -> List.of(refusal(query, Rcode.REFUSED));
      case NO_EDNS ->
          List.of(
              query.getOPT() == null
                  ? whole(query, records, true).toWire(65_535)
                  : refusal(query, Rcode.FORMERR));
      case SILENT -> List.of();
      case TRUNCATED, CUT ->
          List.of(stream ? whole(query, records, true).toWire(65_535) : truncated(query));
      case JUNK -> junk(query);
      case JUNK_FIRST -> {
        List<byte[]> all = new ArrayList<>(junk(query));
        all.add(whole(query, records, true).toWire(65_535));
        yield all;
      }
    };
  }

  private List<Record> half() {
    int turn = halves.getAndIncrement();
    List<Record> all = records;
    List<Record> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if ((i + turn) % 2 == 0) {
        some.add(all.get(i));
      }
    }
    return some;
  }

  private static Message whole(Message query, List<Record> all, boolean following) {
    Message answer = reply(query);
    Name at = query.getQuestion().getName();
    int type = query.getQuestion().getType();
    for (int hop = 0; hop < 20; hop++) {
      Name name = at;
      Name next = at;
      for (Record record : all) {
        boolean alias = record.getType() == Type.CNAME;
        if (record.getName().equals(name) && (alias || record.getType() == type)) {
          answer.addRecord(record, Section.ANSWER);
          next = alias ? ((org.xbill.DNS.CNAMERecord) record).getTarget() : next;
        }
      }
      if (next.equals(at) || !following) {
        break;
      }
      at = next;
    }
    Name last = at;
    if (all.stream().noneMatch(record -> record.getName().equals(last))) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    }
    return answer;
  }

  private static Message reply(Message query) {
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    return answer;
  }

  private static byte[] refusal(Message query, int rcode) {
    Message answer = reply(query);
    answer.getHeader().setRcode(rcode);
    return answer.toWire();
  }

  private static byte[] truncated(Message query) {
    Message answer = reply(query);
    answer.getHeader().setFlag(Flags.TC);
    return answer.toWire();
  }

  private List<byte[]> junk(Message query) {
    Message otherId = whole(query, List.of(record("users.internal. 60 A 6.6.6.6")), true);
    otherId.getHeader().setID(query.getHeader().getID() ^ 1);
    Record other = record("evil.internal. 60 A 6.6.6.6");
    Message otherQuestion = new Message(query.getHeader().getID());
    otherQuestion.getHeader().setFlag(Flags.QR);
    otherQuestion.addRecord(Record.newRecord(other.getName(), Type.A, DClass.IN), 0);
    otherQuestion.addRecord(other, Section.ANSWER);
    byte[] noise = new byte[600];
    Arrays.fill(noise, (byte) 0xc1);
    return List.of(noise, new byte[0], query.toWire(), otherId.toWire(), otherQuestion.toWire());
  }

  /** Closes its sockets and waits for its threads. */
  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
      for (Thread thread : threads) {
        thread.join(5_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
