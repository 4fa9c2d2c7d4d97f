//! Senfenico's documented answers over HTTP/1.1 keep-alive, plain and TLS 1.3, on one thread.
//!
//! Prints one line of JSON (`http`, `https`, `ca_file`), then serves until its standard input closes.

mod answers;
mod certificate;

use answers::Answers;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::spawn_local;
use tokio_rustls::TlsAcceptor;

// One thread: of two cores, the one left belongs to the client that is measured.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    tokio::task::LocalSet::new().run_until(serve()).await
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let (ca, acceptor) = certificate::make()?;
    let ca_file = CaFile::write(&ca)?;
    let plain = TcpListener::bind("127.0.0.1:0").await?;
    let tls = TcpListener::bind("127.0.0.1:0").await?;
    let ready = serde_json::json!({
        "http": format!("http://{}", plain.local_addr()?),
        "https": format!("https://{}", tls.local_addr()?),
        "ca_file": ca_file.0,
    });
    println!("{ready}");
    std::io::stdout().flush()?;

    let answers = Rc::new(Answers::new());
    spawn_local(accept(plain, None, Rc::clone(&answers)));
    spawn_local(accept(tls, Some(acceptor), answers));
    let mut stdin = tokio::io::stdin();
    while stdin.read(&mut [0; 64]).await? > 0 {}
    Ok(())
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, answers: Rc<Answers>) {
    loop {
        // A connection that fails is the client's to report.
        let Ok((stream, _)) = listener.accept().await else { continue };
        // Where it cannot be set, answers come later: the same for every client.
        let _ = stream.set_nodelay(true);
        let (tls, answers) = (tls.clone(), Rc::clone(&answers));
        spawn_local(async move {
            match tls {
                None => converse(stream, answers).await,
                Some(tls) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        converse(stream, answers).await;
                    }
                }
            }
        });
    }
}

async fn converse(stream: impl AsyncRead + AsyncWrite + Unpin + 'static, answers: Rc<Answers>) {
    let service = service_fn(move |request| {
        let answers = Rc::clone(&answers);
        async move { Ok::<_, Infallible>(answers.to(request).await) }
    });
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// The CA's certificate, where a client can name it; removed at the end.
struct CaFile(PathBuf);

impl CaFile {
    fn write(pem: &str) -> std::io::Result<Self> {
        let path = std::env::temp_dir().join(format!("xaalis-bench-ca-{}.pem", std::process::id()));
        std::fs::write(&path, pem)?;
        Ok(Self(path))
    }
}

impl Drop for CaFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
