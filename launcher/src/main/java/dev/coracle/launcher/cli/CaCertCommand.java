package dev.coracle.launcher.cli;

final class CaCertCommand extends Command {
  CaCertCommand() {
    super("ca-cert", "Print the file of the certificate that browsers have to trust for ingresses");
  }

  @Override
  int run(Session session) {
    session.out().println(session.launcher().localRootCert());
    return OK;
  }
}
