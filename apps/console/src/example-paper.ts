import PDFDocument from 'pdfkit';

/** A one-page paper of an example case, as a PDF. */
export async function examplePaper(title: string, paragraphs: readonly string[]): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 72, info: { Title: title } });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve) => {
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
  });
  pdf.fontSize(18).text(title).moveDown();
  pdf.fontSize(11);
  for (const paragraph of paragraphs) pdf.text(paragraph).moveDown();
  pdf.fontSize(9).fillColor('#555555').text('An example. Every name and place in it is made up.');
  pdf.end();
  return done;
}
